// A first form that somebody types into before the wasm has arrived.
import type { Page } from '@playwright/test';
import { PASSWORD } from './api.ts';
import type { Box } from './box.ts';
import { withoutModule } from './module.ts';
import { App, type Fixtures } from './test.ts';

/** Marks the inputs, so that another one in their place is noticed. */
export async function marked(page: Page): Promise<void> {
  await page.locator('guard-login input').evaluateAll((all) => all.forEach((it, index) => Object.assign(it, { mark: index })));
}

export async function marks(page: Page): Promise<unknown[]> {
  return page.locator('guard-login input').evaluateAll((all) => all.map((it) => (it as unknown as { mark?: number }).mark));
}

/** A person has typed everything and pressed Enter before the module is there. */
export async function entered(page: Page, open: Fixtures['open'], host: string): Promise<{ box: Box; arrive: () => void }> {
  const { arrive } = await withoutModule(page);
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host });
  await box.account.fill(ada.email);
  await box.typePassword(box.password, PASSWORD);
  await box.password.press('Enter');
  return { box, arrive };
}

// The wasm, which a test may hold back.
import type { Page } from '@playwright/test';

export const WASM = /guard_login_bg\.\w+\.wasm$/;

/** Holds the wasm back until `arrive` is called. */
export async function withoutModule(page: Page): Promise<{ arrive: () => void }> {
  let arrive = () => {};
  const gate = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(WASM, async (route) => {
    await gate;
    await route.continue();
  });
  return { arrive };
}

// A02, A15 and A17: everything by keys alone, with the focus always to be seen.
import type { Page } from '@playwright/test';
import { App, expect, test } from '../support/test.ts';
import { focusRing } from '../support/look.ts';
import { PASSWORD, unique } from '../support/api.ts';

/** Presses Tab until the focus leaves the box, and tells the stops. Each must show that it has the focus. */
async function walk(page: Page): Promise<string[]> {
  const stops: string[] = [];
  for (let count = 0; count < 20; count += 1) {
    await page.keyboard.press('Tab');
    // Colours change over a moment; the ring has to be there when they have.
    await page.waitForTimeout(200);
    const ring = await focusRing(page);
    if (!ring) break;
    expect(ring.width, `${ring.name}: width of the ring`).toBeGreaterThanOrEqual(2);
    expect(ring.contrast, `${ring.name}: contrast of the ring`).toBeGreaterThanOrEqual(3);
    stops.push(ring.name);
  }
  return stops;
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`A02 Tab goes through the box in reading order, and shows where it is (${colorScheme})`, async ({ open, page }) => {
    await page.emulateMedia({ colorScheme });
    const app = await App.create();
    const box = await open(app);
    await box.shows('signIn.title', { app: app.name });
    expect(await walk(page)).toEqual(['username', 'password', box.say('password.show'), box.say('signIn.forgot'), box.say('signIn.submit'), box.say('signIn.register')]);
    await box.openRegister();
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.reload();
    await box.openRegister();
    await page.locator('body').evaluate((it) => {
      it.tabIndex = -1;
      it.focus();
    });
    expect(await walk(page)).toEqual([box.say('box.back'), box.say('register.way.email'), 'email', 'password', box.say('password.show'), box.say('register.submit'), box.say('register.signIn')]);
  });
}

test('A02 a person registers, resets the password and signs in without ever touching a mouse', async ({ open, page, quiet }) => {
  const app = await App.create();
  const email = `grace-${unique()}@example.com`;
  const box = await open(app);
  await box.shows('signIn.title', { app: app.name });
  const keys = page.keyboard;
  const tabTo = async (name: string) => {
    for (let count = 0; count < 12; count += 1) {
      const here = await focusRing(page);
      if (here?.name === name) return;
      await keys.press('Tab');
    }
    throw new Error(`Tab does not lead to ${name}`);
  };
  const write = async (text: string) => {
    if (text.includes(' ')) quiet.secret(text);
    await keys.type(text);
  };
  await tabTo(box.say('signIn.register'));
  await keys.press('Enter');
  await box.shows('register.title');
  await expect(box.field('field.email')).toBeFocused();
  await write(email);
  await keys.press('Tab');
  await write(PASSWORD);
  await keys.press('Enter');
  await box.shows('registered.mail.title');
  await expect(box.title).toBeFocused();
  await tabTo(box.say('registered.signIn'));
  await keys.press('Space');
  await box.shows('signIn.title', { app: app.name });
  await tabTo(box.say('signIn.forgot'));
  await keys.press('Enter');
  await box.shows('forgot.title');
  await expect(box.field('field.email')).toBeFocused();
  await keys.press('Enter');
  await box.shows('code.title');
  await expect(box.field('field.code')).toBeFocused();
  await write(await app.code(email));
  await keys.press('Enter');
  await box.shows('newPassword.title');
  await expect(box.newPassword).toBeFocused();
  await write('another wooden lamp');
  await keys.press('Enter');
  await box.shows('passwordChanged.title');
  await tabTo(box.say('passwordChanged.signIn'));
  await keys.press('Enter');
  await expect(box.account).toBeFocused();
  await keys.press('Tab');
  await write('another wooden lamp');
  await keys.press('Enter');
  await box.signedIn();
});

test('A02 the way back is a button in front of everything else, and keeps the account', async ({ open, page }) => {
  const app = await App.create();
  const box = await open(app);
  await box.openForgot();
  await box.field('field.email').fill('grace@example.com');
  await box.button('box.back').focus();
  await page.keyboard.press('Enter');
  await box.shows('signIn.title', { app: app.name });
  await expect(box.account).toBeFocused();
});

test('A15 the tabs follow arrows, Home and End, and are one stop', async ({ open }) => {
  const app = await App.create();
  const box = await open(app);
  await box.openRegister();
  const [email, username] = [box.tab('register.way.email'), box.tab('register.way.username')];
  await email.focus();
  for (const [key, on] of [['ArrowRight', username], ['ArrowRight', email], ['ArrowLeft', username], ['Home', email], ['End', username], ['ArrowLeft', email]] as const) {
    await box.page.keyboard.press(key);
    await expect(on).toBeFocused();
    await expect(on).toHaveAttribute('aria-selected', 'true');
    await expect(on).toHaveAttribute('tabindex', '0');
    await expect(on === email ? username : email).toHaveAttribute('tabindex', '-1');
  }
  const panel = box.element.getByRole('tabpanel');
  await expect(panel).toHaveCount(1);
  expect(await email.getAttribute('aria-controls')).toBe(await panel.getAttribute('id'));
});

test('A17 a box that arrives takes the focus from nobody', async ({ open, page }) => {
  const app = await App.create();
  const box = await open(app, { script: 'none' });
  await page.evaluate(() => {
    const own = document.createElement('input');
    document.body.prepend(own);
    own.focus();
  });
  await page.evaluate((url) => import(url), `${process.env.GUARD_E2E_SERVER}/guard/guard-login.js`);
  await box.shows('signIn.title', { app: app.name });
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => document.activeElement?.nodeName)).toBe('INPUT');
});

// Boxes of one app in several tabs, which tell each other where the page wishes it.
import type { BrowserContext } from '@playwright/test';
import { App, expect, test, type Setting } from '../support/test.ts';
import type { Box } from '../support/box.ts';
import type { Quiet } from '../support/quiet.ts';
import { PASSWORD } from '../support/api.ts';
import { withoutModule } from '../support/module.ts';
import { CODES, SCAN } from '../support/screens.ts';
import { held } from '../support/faults.ts';
import { shown } from '../support/scan.ts';

const FOLLOWS = { attributes: { 'sync-tabs': true } };

/** Opens a tab with a box, and waits for its form. */
async function tab(context: BrowserContext, app: App, open: (app: App, setting?: Setting) => Promise<Box>, setting: Setting = FOLLOWS): Promise<Box> {
  const box = await open(app, { ...setting, page: await context.newPage() });
  await box.shows('signIn.title', { app: app.name });
  return box;
}

const elsewhere = (quiet: Quiet) => quiet.details('login-elsewhere').length;

test('L10 of three tabs one signs in, the others say so and stop asking about their codes, and nobody says it twice @QR-4', async ({ open, context, fault, quiet }) => {
  const app = await App.create(SCAN);
  const ada = await app.person();
  const host = { host: fault.origin };
  const scanning = await shown(app, open, { ...FOLLOWS, ...host, page: await context.newPage() });
  const typing = await tab(context, app, open, { ...FOLLOWS, ...host });
  const asked = () => fault.to(/qrcode\/check/).length;
  await expect.poll(asked).toBeGreaterThan(0);
  const signing = await tab(context, app, open, { ...FOLLOWS, ...host });
  await signing.signIn(ada.email, ada.password);
  await signing.signedIn();
  for (const box of [scanning, typing]) await box.shows('elsewhere.title');
  expect(elsewhere(quiet)).toBe(2);
  // The tab is shown, so that nothing but the end of the code keeps it from asking.
  await scanning.page.bringToFront();
  await scanning.page.waitForTimeout(300);
  const before = asked();
  await scanning.page.waitForTimeout(5000);
  expect(asked()).toBe(before);
  expect(elsewhere(quiet)).toBe(2);
  await signing.shows('signedIn.title');
});

test('L10 a person who is told of another tab signs in here all the same, with the name that was typed', async ({ open, context }) => {
  const app = await App.create();
  const ada = await app.person();
  const typing = await tab(context, app, open);
  await typing.account.fill(ada.email);
  const signing = await tab(context, app, open);
  await signing.signIn(ada.email, ada.password);
  await typing.shows('elsewhere.title');
  await typing.page.bringToFront();
  await typing.button('elsewhere.signIn').click();
  await expect(typing.account).toHaveValue(ada.email);
  await typing.typePassword(typing.password, PASSWORD);
  await typing.password.press('Enter');
  await typing.signedIn();
});

test('L10 a tab that does not wish it, one of another app, and one that registers stay as they are', async ({ open, context, quiet }) => {
  const [app, other] = [await App.create(), await App.create()];
  const ada = await app.person();
  const alone = await tab(context, app, open, {});
  const stranger = await tab(context, other, open);
  const registering = await tab(context, app, open);
  await registering.openRegister();
  await registering.field('field.email').fill('grace@example.com');
  const signing = await tab(context, app, open);
  await signing.signIn(ada.email, ada.password);
  await expect.poll(() => elsewhere(quiet)).toBe(1);
  await alone.shows('signIn.title', { app: app.name });
  await stranger.shows('signIn.title', { app: other.name });
  await registering.shows('register.title');
  await expect(registering.field('field.email')).toHaveValue('grace@example.com');
});

test('L10 a tab that awaits an answer gets it', async ({ open, context, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const asking = await tab(context, app, open, { ...FOLLOWS, host: fault.origin });
  const answer = held();
  fault.next(/login\/account/, answer.step);
  await asking.signIn(ada.email, ada.password);
  const signing = await tab(context, app, open, { ...FOLLOWS, host: fault.origin });
  await signing.signIn(ada.email, ada.password);
  await signing.signedIn();
  await expect.poll(() => elsewhere(quiet)).toBe(1);
  answer.release();
  await asking.signedIn();
});

test('L10 a box that is told before it has loaded says it then, and begins with its form the next time', async ({ open, context, fault, page }) => {
  const app = await App.create();
  const ada = await app.person();
  const settings = held();
  fault.next(/public-config/, settings.step);
  const slow = await open(app, { ...FOLLOWS, host: fault.origin, page });
  await expect(slow.password).toBeVisible();
  await slow.element.evaluate((it) => (it as HTMLElement & { getCurrentView(): Promise<string> }).getCurrentView());
  const signing = await tab(context, app, open, { ...FOLLOWS, host: fault.origin });
  await signing.signIn(ada.email, ada.password);
  await signing.signedIn();
  settings.release();
  await slow.shows('elsewhere.title');
  await expect.poll(() => page.evaluate(() => Object.values(localStorage).map((it) => it !== 'false'))).toEqual([true]);
});

test('L10 what somebody else says on the channel is nothing to the box, and a box that was taken away hears nothing', async ({ open, context, quiet }) => {
  const app = await App.create();
  const typing = await tab(context, app, open);
  const speaker = await context.newPage();
  await speaker.goto(typing.page.url());
  const say = (data: unknown) => speaker.evaluate((data) => new BroadcastChannel('guard-login').postMessage(data), data);
  for (const data of ['', null, {}, { place: app.id }, [app.id], 'x'.repeat(100_000)]) await say(data);
  await typing.page.waitForTimeout(300);
  await typing.shows('signIn.title', { app: app.name });
  // Events of an element that stands nowhere do not get to the page.
  await typing.element.evaluate((it) => {
    it.addEventListener('login-elsewhere', () => (document.title = 'heard'));
    it.remove();
  });
  await say(JSON.stringify([app.id, await speaker.locator('guard-login').getAttribute('host')]));
  await typing.page.waitForTimeout(300);
  // The one that is left on the speaker's own page has heard it.
  expect(elsewhere(quiet)).toBe(1);
  expect(await typing.page.title()).not.toBe('heard');
});

for (const view of ['login', 'login:email-code', 'register']) {
  test(`L10 a box that begins with ${view} and is told before its module has come says it then`, async ({ open, context, page }) => {
    const { arrive } = await withoutModule(page);
    const app = await App.create(CODES);
    const ada = await app.person();
    const slow = await open(app, { attributes: { 'sync-tabs': true, view }, page });
    const heard = slow.element.evaluate((it) => new Promise<void>((resolve) => it.addEventListener('login-elsewhere', () => resolve(), { once: true })));
    const signing = await tab(context, app, open);
    await signing.signIn(ada.email, ada.password);
    await heard;
    arrive();
    await slow.shows(view === 'register' ? 'register.title' : 'elsewhere.title');
  });
}

test('L10 whoever writes elsewhere in the page keeps the focus', async ({ open, context }) => {
  const app = await App.create();
  const ada = await app.person();
  const writing = await tab(context, app, open);
  await writing.page.evaluate(() => document.body.append(Object.assign(document.createElement('input'), { id: 'own' })));
  await writing.page.locator('#own').pressSequentially('writ');
  const signing = await tab(context, app, open);
  await signing.signIn(ada.email, ada.password);
  await writing.shows('elsewhere.title');
  await writing.page.bringToFront();
  await writing.page.waitForTimeout(300);
  await writing.page.keyboard.type('ing');
  await expect(writing.page.locator('#own')).toHaveValue('writing');
});

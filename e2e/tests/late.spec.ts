// The module does not come, or takes its time: the box says so, keeps what was typed, and offers a way on.
import type { Page } from '@playwright/test';
import { App, expect, SERVER, test } from '../support/test.ts';
import { PASSWORD } from '../support/api.ts';

const WASM = /guard_login_bg\.\w+\.wasm$/;
const HOSTED = (app: App) => `${SERVER}/login?app_id=${app.id}`;

/** Twenty seconds pass for the page. `before`: after seventeen of them, when the words have been fetched. */
async function stalled(page: Page, before = async () => {}): Promise<void> {
  const words = page.waitForResponse(/\/late\.js$/);
  await page.clock.runFor(17_000);
  await (await words).finished();
  await before();
  await page.clock.runFor(3_000);
}

for (const [how, answer] of [
  ['is not there', { status: 404 }],
  ['is not wasm', { status: 200, contentType: 'application/wasm', body: 'no wasm' }],
  ['is cut off', { status: 200, contentType: 'application/wasm', body: '\0asm\x01\0\0\0\x01' }],
] as const) {
  test(`C20 a module that ${how} is said, and what was typed is signed in with once it comes`, { tag: ['@failure'] }, async ({ open, page, quiet }) => {
    const app = await App.create();
    const ada = await app.person();
    let broken = true;
    await page.route(WASM, (route) => (broken ? route.fulfill(answer) : route.continue()));
    const box = await open(app, { host: SERVER });
    await expect(box.element.getByText(box.say('late.failed'))).toBeVisible();
    await expect.poll(() => quiet.details('load-error').map((it) => [it.appId, it.code, it.message, it.data])).toEqual([[app.id, 'MODULE_FAILED', box.say('late.failed'), null]]);
    await expect(box.element.getByRole('link', { name: box.say('late.hosted', { host: new URL(SERVER).host }) })).toHaveAttribute('href', HOSTED(app));
    await box.account.fill(ada.email);
    await box.typePassword(box.password, PASSWORD);
    // Nothing is lost by asking again in vain.
    await box.button('box.retry').click();
    await expect.poll(() => quiet.details('load-error').length).toBe(2);
    await expect(box.button('box.retry')).toBeFocused();
    broken = false;
    await box.button('box.retry').click();
    await box.shows('signIn.title', { app: app.name });
    await expect(box.element.getByText(box.say('late.failed'))).toHaveCount(0);
    await expect(box.account).toBeFocused();
    await expect(box.account).toHaveValue(ada.email);
    await box.submit.click();
    await box.signedIn();
  });
}

test('C20 Enter where the module has failed asks for it again, and is carried out when it comes', { tag: ['@failure'] }, async ({ open, page }) => {
  const app = await App.create();
  const ada = await app.person();
  let [broken, asked] = [true, 0];
  await page.route(WASM, (route) => {
    asked += 1;
    return broken ? route.abort() : route.continue();
  });
  const box = await open(app, { host: SERVER });
  await expect(box.element.getByText(box.say('late.failed'))).toBeVisible();
  await box.account.fill(ada.email);
  await box.typePassword(box.password, PASSWORD);
  await box.password.press('Enter');
  await expect.poll(() => asked).toBe(2);
  await expect(box.element.getByText(box.say('late.failed'))).toBeVisible();
  await expect(box.submit).not.toHaveAttribute('aria-busy');
  await expect(box.password).toBeFocused();
  broken = false;
  await box.password.press('Enter');
  await box.signedIn();
});

test('C20 a module of a wrong type is taken all the same', async ({ open, page }) => {
  const app = await App.create();
  await page.route(WASM, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'text/plain' } });
  });
  const box = await open(app);
  await box.shows('signIn.title', { app: app.name });
});

test('N09 a module that stalls is said after twenty seconds, and taken when it comes', { tag: ['@failure'] }, async ({ open, page, quiet }) => {
  await page.clock.install();
  const app = await App.create();
  let arrive = () => {};
  const gate = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(WASM, async (route) => {
    await gate;
    await route.continue();
  });
  const box = await open(app, { host: SERVER });
  await box.account.fill('ada');
  await stalled(page, async () => {
    await expect(box.element.getByText(box.say('late.slow'))).toHaveCount(0);
  });
  await expect(box.element.getByText(box.say('late.slow'))).toBeVisible();
  await expect(box.element.getByRole('link')).toHaveAttribute('href', HOSTED(app));
  expect(quiet.names()).toEqual([]);
  arrive();
  await box.shows('signIn.title', { app: app.name });
  await expect(box.element.getByText(box.say('late.slow'))).toHaveCount(0);
  await expect(box.account).toHaveValue('ada');
});

test('N09 a download that stalls can be given up for another one', { tag: ['@failure'] }, async ({ open, page }) => {
  await page.clock.install();
  const app = await App.create();
  let asked = 0;
  await page.route(WASM, async (route) => {
    asked += 1;
    if (asked > 1) await route.continue();
  });
  const box = await open(app);
  await stalled(page);
  await box.button('box.retry').click();
  await box.shows('signIn.title', { app: app.name });
  expect(asked).toBe(2);
});

test('a box that has no form yet says it on a card of its own', { tag: ['@failure'] }, async ({ open, page }) => {
  const app = await App.create();
  let broken = true;
  await page.route(WASM, (route) => (broken ? route.abort() : route.continue()));
  const box = await open(app, { attributes: { view: 'register' } });
  await expect(box.element.getByText(box.say('late.failed'))).toBeVisible();
  broken = false;
  await box.button('box.retry').click();
  await box.shows('register.title');
  await expect(box.element.getByText(box.say('late.failed'))).toHaveCount(0);
});

test('where not even the words arrive, a plain sentence stands below the form', { tag: ['@failure'] }, async ({ open, page }) => {
  const app = await App.create();
  await page.route(/\/(late\.js|guard_login_bg.*)$/, (route) => route.abort());
  const box = await open(app);
  await expect(box.element.getByText('Sign-in could not be loaded. Reload the page to try again.')).toBeVisible();
  await expect(box.account).toBeVisible();
});

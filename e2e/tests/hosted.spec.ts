// The server's own sign-in page: people go there from an app and come back with a ticket, with and without JavaScript.
import AxeBuilder from '@axe-core/playwright';
import type { Page, Route } from '@playwright/test';
import { App, expect, HOSTS, SERVER, test } from '../support/test.ts';
import { PASSWORD } from '../support/api.ts';
import { ADDRESS, created, Errand } from '../support/hosted.ts';
import { CODES, SCAN } from '../support/screens.ts';

async function clean(page: Page, what: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((it) => `${it.id}: ${it.nodes[0]?.html}`), `${what}, ${colorScheme}`).toEqual([]);
  }
}

test('a person signs in on the server’s page and comes back to the app, which gets them for the ticket, once @SS-1', async ({ page, box }) => {
  const app = await created();
  const ada = await app.person();
  const errand = new Errand(app);
  await page.goto(errand.to());
  await expect(page).toHaveTitle(`Sign in to ${app.name}`);
  await box().signIn(ada.email, PASSWORD);
  const ticket = await errand.ticket(page);
  const { code, data } = await errand.exchange(ticket);
  expect([code, data?.email]).toEqual([200, ada.email]);
  expect(data?.token).toEqual(expect.any(String));
  // A second visit is no second password, unless the app asks for one.
  await page.goto(errand.to());
  const again = await errand.ticket(page);
  expect(again).not.toBe(ticket);
  expect((await errand.exchange(again)).code).toBe(200);
  await page.goto(errand.to({ prompt: 'login' }));
  await box().shows('signIn.title', { app: app.name });
});

test('S04 a ticket that was used, or that another browser asked for, gets nobody @SS-1 @failure', async ({ page, box }) => {
  const app = await created();
  const ada = await app.person();
  const errand = new Errand(app);
  await page.goto(errand.to());
  await box().signIn(ada.email, PASSWORD);
  const ticket = await errand.ticket(page);
  expect((await errand.exchange(ticket, new Errand(app).verifier)).code).toBe(2021);
  const { data } = await errand.exchange(ticket);
  expect((await errand.exchange(ticket)).code).toBe(2021);
  const me = await fetch(`${SERVER}/api/v2/users/me`, { headers: { 'x-authing-app-id': app.id, authorization: `Bearer ${data?.token}` } });
  expect(((await me.json()) as { code: number }).code).toBe(2020);
});

test('a wrong password leads nowhere, and the right one after it does @SS-1 @failure', async ({ page, box }) => {
  const app = await created();
  const ada = await app.person();
  const errand = new Errand(app);
  const address = errand.to({ login_hint: ada.email });
  await page.goto(address);
  await expect(box().account).toHaveValue(ada.email);
  await box().signIn(ada.email, `${PASSWORD}, but wrong`);
  await box().notices('fault.wrongPassword.left', { count: 2 });
  expect(page.url()).toBe(address);
  // The ladder's first pause.
  await page.waitForTimeout(1100);
  await box().typePassword(box().password, PASSWORD);
  await box().submit.click();
  await errand.ticket(page);
});

test('whoever opens an account comes back to the app as well', async ({ page, box }) => {
  const app = await created({ registerTabs: { list: ['username'], default: 'username' } });
  const errand = new Errand(app);
  await page.goto(errand.to());
  await box().openRegister();
  await box().register('field.username', `ada-${errand.state}`, PASSWORD);
  expect((await errand.exchange(await errand.ticket(page))).code).toBe(200);
});

test('whoever signs in by a code comes back to the app as well', async ({ page, box }) => {
  const app = await created({ ...CODES, loginTabs: { list: ['phone-code', 'password'], default: 'phone-code' } });
  const ada = await app.person();
  const errand = new Errand(app);
  await page.goto(errand.to());
  await box().sendCode('field.email.or.phone', ada.email);
  await box().enterCode(await app.code(ada.email));
  const { code, data } = await errand.exchange(await errand.ticket(page));
  expect([code, data?.email]).toEqual([200, ada.email]);
});

test('P13 X19 an address that is not the app’s is said and leads nowhere @SS-1 @failure', async ({ page }) => {
  const app = await created();
  const errand = new Errand(app);
  for (const evil of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', `${ADDRESS}"><script>alert(1)</script>`]) {
    const answer = await page.goto(errand.to({ redirect_uri: evil }));
    expect(answer?.status()).toBe(400);
    await expect(page.getByRole('heading', { name: 'This link leads somewhere else' })).toBeVisible();
    expect(await page.locator('script, a, form').count()).toBe(0);
  }
  await clean(page, 'what is wrong');
});

test('X19 X20 what is written into the page’s address and the app’s name stays text', async ({ page, box }) => {
  const payload = '</script><script>alert(1)</script>"><img src=x onerror=alert(1)>';
  const app = await created({ name: payload.slice(0, 64) });
  const errand = new Errand(app);
  page.on('dialog', (it) => void it.dismiss().then(() => expect(it.message()).toBe('no script ran')));
  await page.goto(errand.to({ login_hint: payload, state: payload, ui_locales: payload }));
  await box().shows('signIn.title', { app: app.name });
  await expect(box().account).toHaveValue(payload);
  expect(await page.locator('img').count()).toBe(0);
});

test('H10 the page shows itself in no frame', async ({ page, open }) => {
  const app = await created();
  await open(app, { policy: [`frame-src ${SERVER}`] });
  await page.evaluate((url) => {
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
    return new Promise((resolve) => frame.addEventListener('load', resolve));
  }, new Errand(app).to());
  await expect.poll(() => page.frames()[1]?.url()).toMatch(/^chrome-error:/);
  await expect(page.frameLocator('iframe').locator('guard-login')).toHaveCount(0);
});

test('an app without addresses says who is signed in, and lets them out', async ({ page, box }) => {
  const app = await created({ redirectUris: [] });
  const ada = await app.person();
  await page.goto(`${SERVER}/login?app_id=${app.id}`);
  await box().shows('signIn.title', { app: app.name });
  await clean(page, 'the box');
  await box().signIn(ada.email, PASSWORD);
  await expect(page.getByRole('heading', { name: 'You are signed in' })).toBeVisible();
  await expect(page.getByText(ada.username)).toBeVisible();
  await clean(page, 'who is signed in');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(box().password).toBeVisible();
  await page.goto(`${SERVER}/login?app_id=${app.id}`);
  await expect(box().password).toBeVisible();
});

test('the demo’s app sends people to the page and takes them back', async ({ page, box }) => {
  await page.goto(`${SERVER}/`);
  await page.getByRole('link', { name: 'Hosted page' }).click();
  await box().signIn('ada', 'correct horse battery');
  await expect(page.getByRole('heading', { name: 'Welcome back' })).toBeVisible();
  await expect(page.getByText('Ada Lovelace')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'This ticket is no longer good' })).toBeVisible();
});

test('what a form sent before any script was answered stays on the page when the script comes, until the box has an answer of its own @SS-1 @failure', async ({ page, box }) => {
  const app = await created();
  const ada = await app.person();
  let arrive = () => {};
  const gate = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(/guard-login\.js$/, async (route) => {
    await gate;
    await route.continue();
  });
  // The page is not loaded before its script is.
  await page.goto(new Errand(app).to(), { waitUntil: 'commit' });
  await page.getByLabel('Email or username').fill(ada.email);
  await box().typePassword(box().password, `${PASSWORD}, but wrong`);
  // In Chromium the press itself waits for the page that it leads to.
  await box().password.press('Enter', { noWaitAfter: true });
  const said = page.getByRole('alert').filter({ hasText: 'The account or the password is wrong.' });
  await expect(said).toBeVisible();
  await expect(said).toHaveCount(1);
  arrive();
  await expect(box().element.locator('form')).toHaveAttribute('method', 'dialog');
  await expect(box().account).toHaveAttribute('id', /^guard\d+-account$/);
  await expect(said).toBeVisible();
  await clean(page, 'what was wrong');
  // The ladder's first pause.
  await page.waitForTimeout(1100);
  await expect(said).toBeVisible();
  await box().typePassword(box().password, `${PASSWORD}, but wrong again`);
  await box().submit.click();
  await box().notices('fault.wrongPassword.left.one');
  await expect(said).toHaveCount(0);
});

test('where the way back to the app fails, it is tried again for whoever has signed in already @SS-1 @failure', async ({ page, box, quiet }) => {
  const app = await created();
  const ada = await app.person();
  const errand = new Errand(app);
  let arrive = () => {};
  const gate = new Promise<void>((resolve) => (arrive = resolve));
  const tries = [
    // Refused, lost on the way there, and lost on the way back after a pause.
    (route: Route) => route.fulfill({ status: 503, body: 'busy' }),
    (route: Route) => route.abort(),
    (route: Route) => route.fetch().then(() => gate).then(() => route.abort()),
    (route: Route) => route.continue(),
  ];
  await page.route('**/login/handover?**', (route) => tries.shift()?.(route));
  await page.goto(errand.to());
  await box().signIn(ada.email, PASSWORD);
  const said = page.getByRole('alert').filter({ hasText: 'You are signed in, but the way back to the app failed.' });
  const again = page.getByRole('button', { name: 'Try again' });
  for (const left of [3, 2]) {
    await expect(said).toBeVisible();
    await expect(again).toBeFocused();
    expect(tries.length).toBe(left);
    await clean(page, 'what failed');
    await again.press('Enter');
    await expect.poll(() => tries.length).toBe(left - 1);
  }
  await expect(again).toBeDisabled();
  await expect(said).toBeHidden();
  // A second press is none.
  await again.press('Enter');
  expect(tries.length).toBe(1);
  // It is kept nowhere but in memory.
  const { token } = quiet.details('login')[0]?.user as { token: string };
  const kept = await page.evaluate(() => [document.documentElement.outerHTML, location.href, JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]), document.cookie].join());
  expect(kept).not.toContain(token);
  arrive();
  await expect(said).toBeVisible();
  await expect(again).toBeEnabled();
  await again.click();
  const { code, data } = await errand.exchange(await errand.ticket(page));
  expect([code, data?.email]).toEqual([200, ada.email]);
});

test('an app that begins with codes or scanning never shows the form that is for browsers without JavaScript', async ({ page, box }) => {
  for (const first of ['phone-code', 'app-qrcode']) {
    const app = await created({ ...CODES, ...SCAN, loginTabs: { list: ['phone-code', 'password'], default: first } });
    await page.route(/guard-login\.js$/, async (route) => {
      await expect(page.locator('guard-login')).toBeAttached();
      await expect(page.locator('guard-login form')).toHaveCount(0);
      await route.continue();
    });
    await page.goto(new Errand(app).to());
    if (first === 'phone-code') await expect(box().field('field.email.or.phone')).toBeVisible();
    else await box().shows('scan.title');
    await expect(box().element.locator('noscript')).toHaveCount(0);
    await page.unroute(/guard-login\.js$/);
  }
});

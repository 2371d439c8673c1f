// The first form as HTML from the page's own server: there before any script, and taken over without a loss.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { prerender } from '../../npm/prerender.mjs';
import { watchShifts } from '../support/shifts.ts';
import { address, App, expect, SERVER, test } from '../support/test.ts';
import { PASSWORD } from '../support/api.ts';
import { ADDRESS, created } from '../support/hosted.ts';
import { CODES } from '../support/screens.ts';

const FILES = { script: /guard-login\.js$/, wasm: /guard_login_bg\.\w+\.wasm$/ };

/** Holds a file back until it may arrive. */
async function withheld(page: Page, file: keyof typeof FILES): Promise<() => void> {
  let arrive = () => {};
  const gate = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(FILES[file], async (route) => {
    await gate;
    await route.continue();
  });
  return arrive;
}

const sent = { prerender: { redirectUri: ADDRESS } };

const KINDS = [['shadow', 'link'], ['light', 'link'], ['shadow', 'inline'], ['light', 'inline']] as const;
for (const [render, style] of KINDS) {
  const sent = { prerender: { redirectUri: ADDRESS, style } };
  test(`a form from the page’s server is there without any script, in its own look, and clean (${render}, ${style})`, async ({ open, page }) => {
    const box = await open(await created(), { ...sent, script: 'none', attributes: { render } });
    await expect(box.account).toBeVisible();
    await expect(box.title).toHaveText('Sign in to Walnut');
    expect(await box.submit.evaluate((it) => getComputedStyle(it).minBlockSize)).toBe('44px');
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // It would copy the sheet into the page, which the page forbids.
      const { violations, incomplete } = await new AxeBuilder({ page }).options({ preload: false }).include('guard-login').analyze();
      expect([...violations, ...incomplete].map((it) => it.id), colorScheme).toEqual([]);
    }
  });

  test(`the element takes the form over: text, focus, selection and Enter survive, and nothing moves (${render}, ${style})`, async ({ open, page, box: inPage }) => {
    const shifts = await watchShifts(page);
    const [script, wasm] = [await withheld(page, 'script'), await withheld(page, 'wasm')];
    const app = await created();
    const ada = await app.person();
    // The page is not loaded before its script is.
    const opening = open(app, { ...sent, attributes: { render, lang: 'en-US' } });
    const box = inPage();
    await expect(box.account).toBeVisible();
    const stands = await box.element.boundingBox();
    await box.typePassword(box.password, PASSWORD);
    await box.account.fill(ada.email);
    await box.account.evaluate((it: HTMLInputElement) => it.setSelectionRange(1, 3));
    await box.element.locator('input').evaluateAll((all) => all.forEach((it, index) => Object.assign(it, { mark: index })));
    const same = async () => {
      expect(await box.element.locator('input').evaluateAll((all) => all.map((it) => (it as unknown as { mark?: number }).mark))).toEqual([0, 1]);
      await expect(box.account).toHaveValue(ada.email);
      await expect(box.account).toBeFocused();
      expect(await box.account.evaluate((it: HTMLInputElement) => [it.selectionStart, it.selectionEnd])).toEqual([1, 3]);
      expect(await box.element.boundingBox()).toEqual(stands);
    };
    script();
    await opening;
    const form = box.element.locator('form');
    await expect(form).toHaveAttribute('method', 'dialog');
    await expect(form).not.toHaveAttribute('action');
    await expect(box.element.locator('link, style')).toHaveCount(0);
    await same();
    await box.account.press('Enter');
    await box.account.evaluate((it: HTMLInputElement) => it.setSelectionRange(1, 3));
    const address = page.url();
    await same();
    expect(await shifts()).toBe(0);
    wasm();
    await box.signedIn();
    expect(page.url()).toBe(address);
  });
}

test('the module draws the same form over the one from the page’s server', async ({ open, page }) => {
  const shifts = await watchShifts(page);
  const wasm = await withheld(page, 'wasm');
  const app = await App.create({ ...CODES, redirectUris: [ADDRESS], loginTabs: { list: ['password', 'phone-code'], default: 'password' }, qrcodeTabsSettings: { 'app-qrcode': [] } });
  const box = await open(app, { ...sent, attributes: { lang: 'en-US' } });
  await expect(box.element.getByRole('tab')).toHaveCount(2);
  await expect(box.element.locator('form')).toHaveAttribute('method', 'dialog');
  const stands = await box.element.boundingBox();
  const read = () => box.element.evaluate((it) => {
    const of = (node: Node): unknown => {
      if (!(node instanceof Element)) return node.textContent;
      // Ids are each other's: a page may have several boxes.
      const named = /^(id|for|aria-(describedby|controls))$/;
      const attributes = [...node.attributes].map(({ name, value }) => [name, named.test(name) ? value.replace(/^guard.*-(?=account|password|ways)/, '#-') : value]).sort();
      return [node.localName, Object.fromEntries(attributes), ...[...node.childNodes].map(of).filter((it) => it !== '')];
    };
    return of(it.shadowRoot?.querySelector('section') as Element);
  });
  const before = await read();
  await box.element.locator('input').evaluateAll((all) => all.forEach((it, index) => Object.assign(it, { mark: index })));
  wasm();
  await expect(box.element.locator('input').first()).toHaveAttribute('id', /^guard\d+-account$/);
  expect(await read()).toEqual(before);
  expect(await box.element.locator('input').evaluateAll((all) => all.map((it) => (it as unknown as { mark?: number }).mark))).toEqual([0, 1]);
  expect(await box.element.boundingBox()).toEqual(stands);
  expect(await shifts()).toBe(0);
});

test('Enter before any script has come leads to the server’s page, with the account filled in and no session @SS-1 @failure', async ({ page, box }) => {
  const script = await withheld(page, 'script');
  const app = await created();
  const ada = await app.person();
  // No further: the page is not loaded before its script is, which does not come. A load that is awaited while another page takes its place can end the driver.
  await page.goto(address([{ id: 'box', 'app-id': app.id, host: SERVER }], sent), { waitUntil: 'commit' });
  await page.getByLabel('Email or username').fill(ada.email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password', { exact: true }).press('Enter');
  await page.waitForURL(`${SERVER}/login?**`, { waitUntil: 'commit' });
  await expect(page.getByLabel('Email or username')).toHaveValue(ada.email);
  await expect(page.getByLabel('Password', { exact: true })).toHaveValue('');
  expect(await page.context().cookies(SERVER)).toEqual([]);
  script();
  await box().shows('signIn.title', { app: app.name });
  await expect(box().account).toHaveValue(ada.email);
});

test('an app that begins with another screen is drawn by the module alone', async ({ open }) => {
  const app = await App.create({ ...CODES, loginTabs: { list: ['phone-code', 'password'], default: 'phone-code' } });
  const box = await open(app, { prerender: {} });
  await expect(box.field('field.email.or.phone')).toBeVisible();
});

test('X19 a prerendered name stays text', async ({ open, page }) => {
  const app = await App.create({ name: '</template><img src=x onerror=alert(1)>' });
  const box = await open(app, { prerender: {}, script: 'none' });
  await expect(box.title).toHaveText(`Sign in to ${app.name}`);
  expect(await page.locator('img').count()).toBe(0);
});

test('a page’s server that gets no form gets a reason, and never an exception', async () => {
  const app = await created();
  const good = await prerender({ host: SERVER, appId: app.id, lang: 'zh-CN' });
  expect(good.reason).toBe('');
  expect(good.html).toContain('登录 Walnut');
  const answers: Record<string, RequestListener> = {
    'answered 500': (_, it) => it.writeHead(500).end(),
    'instead of text/html': (_, it) => it.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
    'longer than': (_, it) => it.writeHead(200, { 'content-type': 'text/html' }).end('x'.repeat(70_000)),
    'timeout': () => {},
    'prerendered': (_, it) => it.writeHead(302, { location: SERVER }).end(),
  };
  for (const [reason, answer] of Object.entries(answers)) {
    const backend = createServer(answer).listen(0, '127.0.0.1');
    await new Promise((resolve) => backend.once('listening', resolve));
    const host = `http://127.0.0.1:${(backend.address() as AddressInfo).port}`;
    const none = await prerender({ host, appId: app.id, timeout: 500 });
    expect(none.html).toBe('');
    expect(none.reason).toContain(reason);
    backend.closeAllConnections();
    backend.close();
  }
  for (const broken of [{ host: 'nonsense', appId: app.id }, { host: SERVER, appId: 'nobody' }, { host: SERVER, appId: app.id, redirectUri: 'https://evil.example/' }]) {
    const none = await prerender(broken);
    expect([none.html, none.reason === '']).toEqual(['', false]);
  }
});

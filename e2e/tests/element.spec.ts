// The element's promises to a page: attributes, properties and methods.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { address, App, expect, SERVER, test, Words } from '../support/test.ts';
import { firstCells } from '../support/documents.ts';
import { answer, held } from '../support/faults.ts';

interface Guard extends HTMLElement {
  appId: string; host: string; theme: string; mode: string; render: string; view: string; config: unknown;
  start(): Promise<Record<string, unknown>>;
  changeView(name: string): Promise<void>;
  getCurrentView(): Promise<string>;
  changeLang(tag: string): Promise<void>;
}

test('each attribute is a property, and the other way round', async ({ open }) => {
  const app = await App.create();
  const box = await open(app);
  const table = await box.element.evaluate((it: Guard) => {
    const pairs = [['app-id', 'appId'], ['host', 'host'], ['lang', 'lang'], ['theme', 'theme'], ['mode', 'mode'], ['render', 'render'], ['view', 'view']] as const;
    const fresh = document.createElement('guard-login') as Guard;
    return pairs.map(([attribute, property]) => {
      const first = fresh[property];
      fresh[property] = 'by-property';
      const reflected = fresh.getAttribute(attribute);
      fresh.setAttribute(attribute, 'by-attribute');
      return [attribute, first, reflected, fresh[property]];
    });
  });
  expect(table).toEqual([
    ['app-id', '', 'by-property', 'by-attribute'],
    ['host', '', 'by-property', 'by-attribute'],
    ['lang', '', 'by-property', 'by-attribute'],
    ['theme', 'auto', 'by-property', 'by-attribute'],
    ['mode', 'normal', 'by-property', 'by-attribute'],
    ['render', 'shadow', 'by-property', 'by-attribute'],
    ['view', 'login', 'by-property', 'by-attribute'],
  ]);
});

test('what is documented is there: attributes, properties and methods', async ({ open }) => {
  const box = await open(await App.create());
  const [attributes, methods] = await box.element.evaluate((it) => {
    const own = Object.getOwnPropertyNames(Object.getPrototypeOf(it)).filter((name) => name !== 'constructor' && !name.endsWith('Callback'));
    return [(it.constructor as unknown as { observedAttributes: string[] }).observedAttributes, own.filter((name) => typeof (it as unknown as Record<string, unknown>)[name] === 'function')];
  });
  expect(firstCells('docs/embedding.md', 'Attributes').sort()).toEqual(attributes.sort());
  expect(firstCells('docs/embedding.md', 'Methods').sort()).toEqual(methods.sort());
});

test('without a host the element speaks to where it came from', async ({ open }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { attributes: { host: null } });
  await box.signIn(ada.email, ada.password);
  await box.signedIn();
});

test('L14 properties that were set before the element was defined are respected', async ({ open, page }) => {
  const app = await App.create();
  const box = await open('', { attributes: { 'app-id': null }, script: 'none' });
  await box.element.evaluate((it: Guard, id) => {
    it.appId = id;
    it.config = { title: 'Set early' };
  }, app.id);
  await page.evaluate((url) => import(url), `${SERVER}/guard/guard-login.js`);
  await expect(box.title).toHaveText('Set early');
});

test('views open by Guard 5’s names and by ours, and an unknown one is refused', async ({ open, quiet }) => {
  const app = await App.create();
  const box = await open(app);
  await box.shows('signIn.title', { app: app.name });
  for (const [name, step] of [
    ['register', 'register-email'], ['register:username', 'register-username'], ['register-email', 'register-email'],
    ['forgetPassword', 'forgot-password'], ['login', 'sign-in'], ['forgot-password', 'forgot-password'], ['login:password', 'sign-in'],
  ] as const) {
    await box.element.evaluate((it: Guard, view) => it.changeView(view), name);
    expect(await box.element.evaluate((it: Guard) => it.getCurrentView())).toBe(step);
    await expect.poll(() => quiet.details('after-change-module').at(-1)).toEqual({ appId: app.id, view: step });
  }
  const refused = await box.element.evaluate((it: Guard) => it.changeView('nowhere').catch((error: Error) => error.name));
  expect(refused).toBe('TypeError');
  expect(await box.element.evaluate((it: Guard) => it.getCurrentView())).toBe('sign-in');
});

test('a page chooses the first view, and can change it', async ({ open }) => {
  const app = await App.create();
  await (await open(app, { attributes: { view: 'register' } })).shows('register.title');
  const box = await open(app, { attributes: { view: 'forgetPassword' } });
  await box.shows('forgot.title');
  await box.element.evaluate((it) => it.setAttribute('view', 'register'));
  await box.shows('register.title');
});

test('what config says holds where no attribute says otherwise: host, language and first view', async ({ open, fault }) => {
  const app = await App.create();
  const config = JSON.stringify({ host: fault.origin, lang: 'zh-CN', defaultScenes: 'register:username' });
  const box = await open(app, { attributes: { host: null, config }, words: new Words('zh-CN'), connect: [fault.origin] });
  await box.shows('register.title');
  await expect(box.field('field.username')).toBeVisible();
  expect(fault.to(/public-config/).length).toBe(1);
  const english = await open(app, { attributes: { host: SERVER, config, lang: 'en-US', view: 'forgetPassword' } });
  await english.shows('forgot.title');
  expect(fault.to(/public-config/).length).toBe(1);
});

test('a view that the app does not offer is not opened', async ({ open }) => {
  const app = await App.create({ registerDisabled: true });
  const box = await open(app, { attributes: { view: 'register' } });
  await box.shows('signIn.title', { app: app.name });
});

test('start resolves to the person, once', async ({ open }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.shows('signIn.title', { app: app.name });
  const started = box.element.evaluate((it: Guard) => it.start());
  await box.signIn(ada.email, ada.password);
  expect(await started).toMatchObject({ email: ada.email });
});

for (const when of ['before', 'after'] as const) {
  test(`start rejects with why the box could not load, asked ${when} it failed`, async ({ open, page }) => {
    const box = await open('not-there', { script: 'none' });
    const reason = await page.evaluate(async ([url, late]) => {
      await import(url);
      const it = document.querySelector('guard-login') as Guard;
      if (late) await new Promise((resolve) => it.addEventListener('load-error', resolve, { once: true }));
      const nothing = new Promise((resolve) => setTimeout(resolve, 5000, 'neither'));
      return Promise.race([it.start().then(() => 'resolved', (detail: unknown) => detail), nothing]);
    }, [`${SERVER}/guard/guard-login.js`, when === 'after'] as const);
    expect(reason).toMatchObject({ code: 'UNKNOWN_APP' });
    await box.shows('broken.title');
  });
}

test('methods of an element that is in no page reject, and do not hang', async ({ open }) => {
  const app = await App.create();
  const box = await open(app);
  await box.shows('signIn.title', { app: app.name });
  const names = await box.element.evaluate(() => {
    const loose = document.createElement('guard-login') as Guard;
    return Promise.all([loose.getCurrentView(), loose.changeView('login'), loose.changeLang('zh-CN')].map((it) => it.then(() => 'resolved', (error: Error) => error.name)));
  });
  expect(names).toEqual(['InvalidStateError', 'InvalidStateError', 'InvalidStateError']);
});

test('the language follows the attribute, the method, the app and the reader, in that order', async ({ open, browser }) => {
  const app = await App.create({ global: { showChangeLanguage: true, defaultLanguage: 'zh-CN' } });
  const chinese = new Words('zh-CN');
  const box = await open(app, { words: chinese });
  await box.shows('signIn.title', { app: app.name });
  await box.element.evaluate((it: Guard) => it.changeLang('en-US'));
  await expect(box.element.getByRole('button', { name: 'Forgot password?' })).toBeVisible();
  await box.element.evaluate((it) => it.setAttribute('lang', 'zh-Hans-SG'));
  await expect(box.button('signIn.forgot')).toBeVisible();
  await box.element.evaluate((it) => it.removeAttribute('lang'));
  await expect(box.button('signIn.forgot')).toBeVisible();
  const reader = await browser.newContext({ locale: 'zh-CN' });
  const page = await reader.newPage();
  await page.goto(address([{ 'app-id': (await App.create()).id, host: SERVER }]));
  await expect(page.getByRole('button', { name: chinese.say('signIn.forgot') })).toBeVisible();
  await reader.close();
});

test('C12 a language that nobody speaks falls back to what the reader speaks, without a panic', async ({ open }) => {
  const app = await App.create();
  for (const lang of ['xx-YY', '__proto__', 'z'.repeat(5000), '../../x', '%00']) {
    const box = await open(app, { attributes: { lang: lang.length < 100 ? lang : null } });
    if (lang.length >= 100) await box.element.evaluate((it, tag) => it.setAttribute('lang', tag), lang);
    await box.shows('signIn.title', { app: app.name });
  }
});

test('the scheme follows the page, and the attribute decides against it', async ({ open, page }) => {
  const app = await App.create();
  await page.emulateMedia({ colorScheme: 'dark' });
  const box = await open(app);
  const luminous = () => box.title.evaluate((it) => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    context.fillStyle = getComputedStyle(it).color;
    context.fillRect(0, 0, 1, 1);
    return (context.getImageData(0, 0, 1, 1).data[0] ?? 0) > 128;
  });
  expect(await luminous()).toBe(true);
  await box.element.evaluate((it) => it.setAttribute('theme', 'light'));
  expect(await luminous()).toBe(false);
  await page.emulateMedia({ colorScheme: 'light' });
  await box.element.evaluate((it) => it.setAttribute('theme', 'auto'));
  expect(await luminous()).toBe(false);
  await box.element.evaluate((it) => it.setAttribute('theme', 'dark'));
  expect(await luminous()).toBe(true);
});

test('changing the app shows the other app, and a late answer for the first one is not heard', async ({ open, fault, quiet }) => {
  const [walnut, hazel] = [await App.create({ name: 'Walnut' }), await App.create({ name: 'Hazel' })];
  const { step, release } = held(answer({ code: 200, data: { name: 'Walnut' } }));
  fault.next(new RegExp(`${walnut.id}/public-config`), step);
  const box = await open(walnut, { host: fault.origin });
  await expect.poll(() => fault.to(/public-config/).length).toBe(1);
  await box.element.evaluate((it: Guard, id) => (it.appId = id), hazel.id);
  await box.shows('signIn.title', { app: 'Hazel' });
  release();
  await box.page.waitForTimeout(300);
  await box.shows('signIn.title', { app: 'Hazel' });
  expect(new Set(quiet.heard.map((it) => it.detail.appId))).toEqual(new Set([hazel.id]));
});

test('settings in a child hold in a light box as well, and when it is moved nothing that was typed is lost', async ({ open, page }) => {
  const app = await App.create();
  const box = await open(app, { attributes: { render: 'light', '#json': JSON.stringify({ title: 'Mine', disableRegister: true }) } });
  await expect(box.title).toHaveText('Mine');
  await box.account.fill('ada');
  await box.element.evaluate((it) => {
    it.setAttribute('mode', 'normal');
    document.body.prepend(it);
  });
  await page.waitForTimeout(500);
  await expect(box.title).toHaveText('Mine');
  await expect(box.element.getByText(box.say('signIn.register'))).toHaveCount(0);
  await expect(box.account).toHaveValue('ada');
});

test('settings in a child are read even where the script was there before the child', async ({ open, page }) => {
  const app = await App.create();
  let rest = () => {};
  const gate = new Promise<void>((resolve) => (rest = resolve));
  const first = await open(app);
  const { id, host } = await first.element.evaluate((it) => ({ id: it.getAttribute('app-id')!, host: it.getAttribute('host')! }));
  // A page whose server sends the end of it later.
  const server = createServer(async (request, response) => {
    if (request.url !== '/') return response.writeHead(204).end();
    response.writeHead(200, { 'content-type': 'text/html' });
    response.write(`<!doctype html><script type="module" async src="${host}/guard/guard-login.js"></script><guard-login app-id="${id}" host="${host}">`);
    await gate;
    response.end('<script type="application/json">{"title":"Mine"}</script></guard-login>');
  }).listen(0);
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`, { waitUntil: 'commit' });
  await expect(first.account).toBeVisible();
  rest();
  await expect(first.title).toHaveText('Mine');
  server.close();
});

test('a box stays in the root in which it was drawn, and says so', async ({ open, page, quiet }) => {
  const app = await App.create();
  const box = await open(app);
  await box.shows('signIn.title', { app: app.name });
  await box.element.evaluate((it) => it.setAttribute('render', 'light'));
  await expect.poll(() => quiet.warnings().join()).toContain('reads render once');
  await expect(box.account).toBeVisible();
  expect(await box.element.evaluate((it) => it.childElementCount)).toBe(0);
  const light = await open(app, { attributes: { render: 'light' } });
  await light.account.fill('ada');
  await light.element.evaluate((it) => it.removeAttribute('render'));
  await page.waitForTimeout(300);
  await expect(light.account).toHaveValue('ada');
  expect(await light.element.evaluate((it) => it.shadowRoot)).toBeNull();
});

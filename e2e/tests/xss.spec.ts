// Texts from everywhere stay texts: hardening cases X01, X02, X04, X05 and X09, with the payloads PX.
import { App, expect, test, Words } from '../support/test.ts';
import { changed } from '../support/faults.ts';
import { FOREIGN, PX } from '../support/payloads.ts';
import { reach, steps } from '../support/screens.ts';
import { texts, type Texts } from '../support/words.ts';
import type { Box } from '../support/box.ts';

/** Nothing ran, nothing was made of a text, and the box consists of its own parts alone. */
async function untouched(box: Box, what: string): Promise<void> {
  const found = await box.element.evaluate((it, selector) => {
    const root = it.shadowRoot ?? it;
    const ran = (window as unknown as { __xss?: unknown }).__xss;
    const handlers = [...root.querySelectorAll('*')].flatMap((node) => [...node.attributes].filter((own) => own.name.startsWith('on')).map((own) => own.name));
    return { ran, foreign: [...root.querySelectorAll(selector)].map((node) => node.nodeName), handlers, address: location.href.includes('evil') };
  }, FOREIGN);
  expect(found, what).toEqual({ ran: undefined, foreign: [], handlers: [], address: false });
}

/** As the box shows a text that comes from outside, for comparing: control and bidi marks are dropped, white space is one space. */
const plain = (text: string) => text.replaceAll(/[\u0000-\u0008\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd\ud800-\udfff]/g, '').replaceAll(/\s+/g, ' ').trim();

test('the payloads are sixty or more, and all different', () => {
  expect(PX.length).toBeGreaterThanOrEqual(60);
  expect(new Set(PX).size).toBe(PX.length);
});

test('X01 a page that copies its own query into a title shows it as text', async ({ open }) => {
  const app = await App.create();
  const box = await open(app);
  for (const payload of PX) {
    const sample = await box.element.evaluate(async (it: HTMLElement & { config: unknown }, text) => {
      // What integrators write: a message from the address of the page.
      const message = new URLSearchParams({ error__message: text }).get('error__message');
      const loaded = new Promise((resolve) => it.addEventListener('load', resolve, { once: true }));
      it.config = { title: message, again: Math.random() };
      await loaded;
      await new Promise(requestAnimationFrame);
      return it.shadowRoot?.querySelector('h1')?.textContent ?? '';
    }, payload);
    expect(plain(sample), payload).toBe(plain(payload));
    await untouched(box, payload);
  }
});

test('X02 an account of markup is literal wherever it is said again', async ({ open, fault }) => {
  test.setTimeout(60_000);
  const app = await App.create();
  const box = await open(app, { host: fault.origin });
  // The server counts codes by address; here it is the echo that matters.
  fault.always(/email\/send|check-code/, ({ response, request, seen }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'access-control-allow-origin': request.headers.origin });
    response.end(seen.path.includes('send') ? '{"code":200,"data":{"resendIn":60}}' : '{"code":200,"data":{"resetPasswordToken":"t"}}');
  });
  let echoed = 0;
  for (const payload of PX) {
    await box.element.evaluate((it) => (it as HTMLElement & { changeView(name: string): Promise<void> }).changeView('forgetPassword'));
    const address = `${payload.replaceAll(/\s/g, '')}@x.io`;
    const field = box.field('field.email');
    await field.fill(address);
    await box.button('forgot.submit').click();
    const answered = await box.page.waitForFunction((title) => {
      const root = document.querySelector('guard-login')?.shadowRoot;
      if (root?.querySelector('h1')?.textContent === title) return 'sent';
      return root?.querySelector('[aria-invalid]') ? 'refused' : undefined;
    }, box.say('code.title'));
    await untouched(box, payload);
    if ((await answered.jsonValue()) === 'refused') continue;
    echoed += 1;
    const seen = plain((await box.element.locator('header p').textContent()) ?? '');
    expect(seen, payload).toBe(plain(box.say('code.text', { account: address, count: 6 })));
    await box.enterCode('123456');
    await box.shows('newPassword.title');
    await untouched(box, payload);
  }
  expect(echoed).toBeGreaterThan(10);
});

/** A text of the page's own for every key: its payload, the key to tell it apart, and the placeholders that the code fills. */
function overridden(turn: number): Texts {
  return Object.fromEntries(
    Object.entries(texts('en-US')).map(([key, text], index) => {
      const placeholders = (text.match(/\{\w+\}/g) ?? []).join(' ');
      return [key, `${plain(PX[(index + turn) % PX.length] ?? '')} ${key} ${placeholders}`.trim()];
    }),
  );
}

for (const [index, step] of steps().entries()) {
  test(`X04 every text of the screen ${step} replaced by markup stays text`, async ({ open, fault }) => {
    for (const turn of [index * 7, index * 7 + 31]) {
      const own = overridden(turn);
      const config = JSON.stringify({ texts: own });
      const words = new Words('en-US', own);
      const box = await reach(step, { open: withConfig(open, config), fault, more: { words } });
      await untouched(box, step);
      // The driver has found every heading, label and button by its replaced text; the names that are only heard:
      const heard = await box.element.evaluate((it) => [...(it.shadowRoot?.querySelectorAll('[aria-label]') ?? [])].map((node) => node.getAttribute('aria-label') ?? ''));
      expect(heard.length).toBeGreaterThan(0);
      for (const label of heard) expect(Object.keys(own).some((key) => label === words.say(key)), label).toBe(true);
    }
  });
}

/** The texts are too long for an address: the page's script sets them before the element is defined. */
function withConfig(open: Parameters<Parameters<typeof test>[2]>[0]['open'], config: string): typeof open {
  return async (app, setting = {}) => {
    const box = await open(app, { ...setting, script: 'none' });
    await box.element.evaluate((it, text) => Object.assign(it, { config: JSON.parse(text) as unknown }), config);
    await box.page.evaluate((url) => import(url), `${process.env.GUARD_E2E_SERVER}/guard/guard-login.js`);
    return box;
  };
}

test('X05 names that the backend gives are texts, and addresses that are none are dropped', async ({ open, fault }) => {
  const app = await App.create();
  const box = await open(app, { host: fault.origin });
  for (const [index, payload] of PX.entries()) {
    fault.next(/public-config/, changed((it) => ({
      ...it,
      data: { ...(it.data as object), name: payload, logo: payload, userPoolId: payload, description: payload, customPasswordStrength: { message: payload }, global: { defaultLanguage: payload }, extra: payload },
    })));
    const title = await box.element.evaluate(async (it, host) => {
      const fresh = it.cloneNode() as HTMLElement;
      // Another address, so that the settings are asked for again.
      fresh.setAttribute('host', host);
      const done = new Promise((resolve) => ['load', 'load-error'].forEach((name) => fresh.addEventListener(name, resolve, { once: true })));
      it.replaceWith(fresh);
      await done;
      await new Promise(requestAnimationFrame);
      return fresh.shadowRoot?.querySelector('h1')?.textContent ?? '';
    }, `${fault.origin}/under/${index}`);
    expect(title, payload).not.toBe('');
    // More than once where a kept connection broke in between.
    expect(fault.to(new RegExp(`/under/${index}/`)).length).toBeGreaterThan(0);
    await untouched(box, payload);
  }
});

test('X09 elements of the page that share names with globals are not taken for them', async ({ open, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  for (const render of ['shadow', 'light']) {
    const box = await open(app, { with: ['clobber'], attributes: { render } });
    await box.shows('signIn.title', { app: app.name });
    await box.signIn(ada.email, ada.password);
    await box.signedIn();
  }
  expect(quiet.details('login').map((it) => it.appId)).toEqual([app.id, app.id]);
});

// Put in, taken out, moved and multiplied: hardening cases L01, L02, L05, L07 and L11.
import { address, App, expect, SERVER, test } from '../support/test.ts';
import { held } from '../support/faults.ts';
import { PASSWORD } from '../support/api.ts';

const LOGIN = /login\/account/;

test('L01 removing the element ends its request on the wire, and nothing is heard of it any more', async ({ open, fault, quiet, page }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  const { step, release } = held();
  fault.next(LOGIN, step);
  await box.signIn(ada.email, PASSWORD);
  await expect.poll(() => fault.to(LOGIN).length).toBe(1);
  const heard = quiet.heard.length;
  const left = await box.element.evaluateHandle((it) => {
    it.remove();
    return it;
  });
  await expect.poll(() => fault.to(LOGIN)[0]?.hungUp).toBe(true);
  release();
  await page.waitForTimeout(300);
  expect(quiet.heard.length).toBe(heard);
  // Put in again it is a fresh box, and works.
  await left.evaluate((it) => document.querySelector('main')?.append(it));
  await expect(box.password).toHaveValue('');
  await box.signIn(ada.email, PASSWORD);
  await box.signedIn();
  expect(quiet.details('login').length).toBe(1);
});

test('L02 moving the element in one task keeps what was typed and what is under way', async ({ open, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  const { step, release } = held();
  fault.next(LOGIN, step);
  await box.signIn(ada.email, PASSWORD);
  await expect.poll(() => fault.to(LOGIN).length).toBe(1);
  const card = await box.element.locator('form').elementHandle();
  await box.element.evaluate((it) => {
    const place = document.createElement('section');
    document.body.append(place);
    // As a framework in its strict mode does: out, in, out, in.
    it.remove();
    place.append(it);
    it.remove();
    document.body.append(it);
  });
  expect(await card?.evaluate((it) => it.isConnected)).toBe(true);
  await expect(box.account).toHaveValue(ada.email);
  await expect(box.password).toHaveValue(PASSWORD);
  release();
  await box.signedIn();
  expect(fault.to(LOGIN).length).toBe(1);
  expect(fault.to(/public-config/).length).toBe(1);
  expect(quiet.names().filter((it) => it === 'load')).toEqual(['load']);
});

test('L02 an element that is taken out and put in again before its module came is one box', async ({ open, page, quiet, fault }) => {
  const app = await App.create();
  const box = await open(app, { host: fault.origin, script: 'none' });
  await page.evaluate(async (url) => {
    await import(url);
    const it = document.querySelector('guard-login');
    // The element is defined, its wasm is on its way.
    for (let count = 0; count < 20; count += 1) {
      it?.remove();
      await Promise.resolve();
      if (it) document.querySelector('main')?.append(it);
      await Promise.resolve();
    }
  }, `${SERVER}/guard/guard-login.js`);
  await box.shows('signIn.title', { app: app.name });
  await expect(box.element.locator('form')).toHaveCount(1);
  await page.waitForTimeout(200);
  expect(quiet.names().filter((it) => it === 'load')).toEqual(['load']);
});

test('L07 a page may remove the element inside its own handler of the success', async ({ open, page, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await page.evaluate(() => {
    const log: string[] = [];
    Object.assign(window, { log });
    document.addEventListener('login', (event) => {
      log.push('in');
      (event.target as Element).remove();
      log.push('removed');
    });
    document.addEventListener('login', () => log.push('next'));
  });
  await box.signIn(ada.email, PASSWORD);
  await expect.poll(() => page.evaluate(() => (window as unknown as { log: string[] }).log)).toEqual(['in', 'removed', 'next']);
  await page.waitForTimeout(300);
  expect(await page.locator('guard-login').count()).toBe(0);
  expect(quiet.details('login').length).toBe(1);
});

test('L07 a page may remove the element inside its handler of any other event', async ({ open, page, quiet }) => {
  const app = await App.create();
  for (const name of ['load', 'after-change-module', 'login-error', 'lang-change']) {
    const box = await open(app);
    await box.shows('signIn.title', { app: app.name });
    await page.evaluate((type) => document.addEventListener(type, (event) => (event.target as Element).remove(), { capture: true, once: true }), name);
    if (name === 'load') await box.element.evaluate((it) => it.replaceWith(it.cloneNode()));
    if (name === 'after-change-module') await box.button('signIn.register').click();
    if (name === 'login-error') await box.signIn('ada', 'not the password');
    if (name === 'lang-change') await box.element.evaluate((it) => it.setAttribute('lang', 'zh-CN'));
    await expect(box.element).toHaveCount(0);
    await page.waitForTimeout(100);
    expect(quiet.names(), name).toContain(name);
  }
});

test('L11 in another component’s closed shadow root the box works, and its events reach the page', async ({ open, page, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  await open(app);
  // A closed root hides the box from the test as well: a person’s keys reach it all the same.
  await page.locator('guard-login').evaluate((it) => {
    const host = document.createElement('div');
    host.id = 'outer';
    document.body.append(host);
    host.attachShadow({ mode: 'closed' }).append(it);
  });
  await expect.poll(() => quiet.names().filter((it) => it === 'load').length).toBeGreaterThan(0);
  await page.waitForTimeout(300);
  quiet.secret(PASSWORD);
  await page.keyboard.press('Tab');
  await page.keyboard.type(ada.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await expect.poll(() => quiet.heard.filter((it) => it.name === 'login').map((it) => it.from)).toEqual(['outer']);
});

test('L05 a hundred boxes share one module and one request, and are soon ready', async ({ page, box }) => {
  test.setTimeout(60_000);
  const app = await App.create();
  const asked: string[] = [];
  page.on('request', (it) => asked.push(new URL(it.url()).pathname));
  await page.addInitScript(() => {
    const real = WebAssembly.instantiateStreaming.bind(WebAssembly);
    const memories: WebAssembly.Memory[] = [];
    Object.assign(window, { memories });
    WebAssembly.instantiateStreaming = async (...all: Parameters<typeof real>) => {
      const made = await real(...all);
      memories.push(made.instance.exports.memory as WebAssembly.Memory);
      return made;
    };
  });
  await page.goto(address([{ 'app-id': app.id, host: SERVER }]));
  await box().shows('signIn.title', { app: app.name });
  await page.waitForTimeout(5200);
  asked.length = 0;
  const took = await page.evaluate(async () => {
    const first = document.querySelector('guard-login')!;
    const began = performance.now();
    const all = Array.from({ length: 99 }, () => first.cloneNode() as HTMLElement);
    const loaded = all.map((it) => new Promise((resolve) => it.addEventListener('load', resolve, { once: true })));
    document.querySelector('main')?.append(...all);
    await Promise.all(loaded);
    return performance.now() - began;
  });
  expect(took).toBeLessThan(5000);
  await box('guard-login:nth-of-type(100)').shows('signIn.title', { app: app.name });
  expect(asked.filter((it) => it.includes('public-config')).length).toBe(1);
  expect(asked.filter((it) => it.includes('.wasm')).length).toBe(0);
  const memory = await page.evaluate(() => (window as unknown as { memories: WebAssembly.Memory[] }).memories.map((it) => it.buffer.byteLength));
  expect(memory.length).toBe(1);
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  const heap = (await client.send('Runtime.getHeapUsage')) as unknown as Record<string, number>;
  const total = (memory[0] ?? 0) + (heap.usedSize ?? 0) + (heap.embedderHeapUsedSize ?? 0) + (heap.backingStorageSize ?? 0);
  expect(total).toBeLessThan(60 * 1024 * 1024);
});

// A code to be scanned: drawn in the box, read from the screen by an independent decoder, and answered by a phone over HTTP.
import type { BrowserContextOptions } from '@playwright/test';
import { App, expect, SERVER, test } from '../support/test.ts';
import { answer, reset, watched } from '../support/faults.ts';
import { measured, picture, read, replaced, shown } from '../support/scan.ts';
import { Quiet } from '../support/quiet.ts';
import { ALONE, SCAN } from '../support/screens.ts';

test('Q01 the code on the screen holds what the server gave, and not the secret that polls', { tag: ['@QR-1'] }, async ({ open, fault }) => {
  const app = await App.create(SCAN);
  const box = await shown(app, open, { host: fault.origin });
  const printed = await read(box);
  expect(printed).toMatchObject({ scene: 'APP_AUTH' });
  await expect.poll(() => fault.to(/qrcode\/check/).length).toBeGreaterThan(0);
  expect(fault.to(/qrcode\/check/)[0]?.path).not.toContain(printed.random);
});

// A browser that zooms draws fewer and larger pixels of CSS.
const LOOKS: [string, BrowserContextOptions][] = [
  ['at 100 %', {}],
  ['at 200 % zoom', { viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 }],
  ['on a screen of two pixels a pixel', { deviceScaleFactor: 2 }],
  ['in the dark', { colorScheme: 'dark' }],
  ['in forced colours', { forcedColors: 'active' }],
  ['in forced colours in the dark', { forcedColors: 'active', colorScheme: 'dark' }],
];
for (const [look, options] of LOOKS) {
  test(`Q01 A09 the code can be scanned ${look}`, { tag: ['@QR-1'] }, async ({ browser, open, fault }) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-US', ...options });
    const own = await Quiet.watch(context);
    const page = await context.newPage();
    let served: { text: string; random: string } | undefined;
    fault.next(/qrcode\/gene/, watched((it) => (served = (it as { data: typeof served }).data)));
    const box = await shown(await App.create(SCAN), open, { page, host: fault.origin });
    const printed = await read(box);
    expect(printed).toEqual(JSON.parse(served?.text ?? ''));
    expect(printed.random).not.toBe(served?.random);
    const { quiet, contrast } = await measured(box);
    // Four modules, to the pixel that they are rounded to.
    expect(quiet).toBeGreaterThan(3.5);
    expect(contrast).toBeGreaterThan(7);
    own.check();
    await context.close();
  });
}

test('Q02 a scan shows who it was, and their yes signs in once', { tag: ['@QR-1', '@QR-2'] }, async ({ open, quiet }) => {
  const app = await App.create(SCAN);
  const ada = await app.person({ nickname: 'Ada Lovelace' } as object);
  const box = await shown(app, open);
  const { random } = await read(box);
  await app.phone(random, 'scanned', ada.email);
  await expect(box.element.getByText(box.say('scan.scanned')).first()).toBeVisible();
  await app.phone(random, 'confirm', ada.email);
  await box.signedIn();
  expect(quiet.details('login').length).toBe(1);
  expect(quiet.names()).toEqual(expect.arrayContaining(['scan-start', 'scan-scanned']));
});

test('Q03 a no on the phone is said, and another code comes in its place', { tag: ['@QR-1', '@QR-2', '@QR-3', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create(SCAN);
  const ada = await app.person();
  const box = await shown(app, open);
  const first = await read(box);
  await app.phone(first.random, 'scanned', ada.email);
  await app.phone(first.random, 'cancel', ada.email);
  await expect(box.element.getByText(box.say('scan.cancelled')).first()).toBeVisible();
  expect(quiet.details('scan-cancel').length).toBe(1);
  await box.button('scan.refresh').click();
  await expect(box.button('scan.refresh')).toHaveCount(0);
  await replaced(box, first.random);
});

test('Q03 a state that is not in the protocol is an error and never a success', { tag: ['@failure'] }, async ({ open, fault, quiet }) => {
  const app = await App.create(SCAN);
  fault.always(/qrcode\/check/, answer({ code: 200, data: { status: '2', ticket: 't', userInfo: { id: 'u', token: 't' } } }));
  const box = await shown(app, open, { host: fault.origin });
  await expect(box.element.getByText(box.say('scan.failed')).first()).toBeVisible();
  expect(quiet.details('login')).toEqual([]);
});

test('a scan that needs one more step says so, and offers another code only where there is no other way', { tag: ['@QR-2', '@failure'] }, async ({ open, fault }) => {
  const app = await App.create(SCAN);
  fault.always(/qrcode\/check/, answer({ code: 200, data: { status: 4, ticket: null, userInfo: {} } }));
  const box = await shown(app, open, { host: fault.origin });
  await expect(box.element.getByText(box.say('scan.further')).first()).toBeVisible();
  await expect(box.button('scan.refresh')).toHaveCount(0);
  const alone = await open(app, { host: fault.origin, attributes: { config: ALONE } });
  await expect(alone.element.getByText(alone.say('scan.further.only')).first()).toBeVisible();
  const asked = fault.to(/qrcode\/gene/).length;
  await alone.button('scan.refresh').click();
  await expect.poll(() => fault.to(/qrcode\/gene/).length).toBe(asked + 1);
});

test('Q04 a code whose time is over gives way to a new one by itself', { tag: ['@QR-3'] }, async ({ open }) => {
  const app = await App.create(SCAN);
  const box = await shown(app, open);
  const first = await read(box);
  await app.phone(first.random, 'expire');
  await replaced(box, first.random);
});

test('a code that was scanned and then forgotten has expired, and is renewed by hand', { tag: ['@QR-3', '@failure'] }, async ({ open }) => {
  const app = await App.create(SCAN);
  const ada = await app.person();
  const box = await shown(app, open);
  const { random } = await read(box);
  await app.phone(random, 'scanned', ada.email);
  await expect(box.element.getByText(box.say('scan.scanned')).first()).toBeVisible();
  await app.phone(random, 'expire');
  await expect(box.element.getByText(box.say('scan.expired')).first()).toBeVisible();
  await box.button('scan.refresh').click();
  await expect(picture(box)).toBeVisible();
});

test('Q17 leaving the code ends its questions', { tag: ['@QR-4'] }, async ({ open, fault }) => {
  const app = await App.create(SCAN);
  const box = await shown(app, open, { host: fault.origin });
  await expect.poll(() => fault.to(/qrcode\/check/).length).toBeGreaterThan(0);
  await box.button('scan.close').click();
  await box.shows('signIn.title', { app: app.name });
  const asked = fault.to(/qrcode\/check/).length;
  await box.page.waitForTimeout(4500);
  expect(fault.to(/qrcode\/check/).length).toBeLessThanOrEqual(asked);
});

test('Q11 nobody asks while nobody can see the page', { tag: ['@QR-4'] }, async ({ open, fault, page }) => {
  const app = await App.create(SCAN);
  const box = await shown(app, open, { host: fault.origin });
  const hide = (hidden: boolean) => page.evaluate((hidden) => {
    Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);
  await hide(true);
  const asked = fault.to(/qrcode\/check/).length;
  await page.waitForTimeout(6000);
  expect(fault.to(/qrcode\/check/).length).toBeLessThanOrEqual(asked + 1);
  const before = fault.to(/qrcode\/check/).length;
  await hide(false);
  await expect.poll(() => fault.to(/qrcode\/check/).length, { timeout: 1500 }).toBeGreaterThan(before);
  await expect(picture(box)).toBeVisible();
});

test('Q13 questions that come to nothing slow down, and the code goes on', { tag: ['@QR-4', '@failure'] }, async ({ open, fault }) => {
  const app = await App.create(SCAN);
  const ada = await app.person();
  fault.next(/qrcode\/check/, reset, reset);
  const box = await shown(app, open, { host: fault.origin });
  const { random } = await read(box);
  await app.phone(random, 'scanned', ada.email);
  await app.phone(random, 'confirm', ada.email);
  await expect(box.title).toHaveText(box.say('signedIn.title'), { timeout: 25_000 });
});

test('a ticket goes to the page where the app does not let the browser exchange it', { tag: ['@QR-5'] }, async ({ open, quiet }) => {
  const app = await App.create({ qrcodeTabsSettings: { 'app-qrcode': [] } });
  const ada = await app.person();
  const box = await shown(app, open);
  const { random } = await read(box);
  await app.phone(random, 'scanned', ada.email);
  await app.phone(random, 'confirm', ada.email);
  await expect.poll(() => quiet.details('scan-ticket').length).toBe(1);
  expect(quiet.details('scan-ticket')[0]).toHaveProperty('ticket');
  expect(quiet.details('login')).toEqual([]);
});

test('a ticket that somebody else has used signs nobody in, and ends their session', { tag: ['@QR-5', '@failure'] }, async ({ open, fault, quiet }) => {
  const app = await App.create(SCAN);
  const ada = await app.person();
  let first: { code: number; data: { token: string } } | undefined;
  fault.next(/qrcode\/userinfo/, async ({ seen, pass }) => {
    const own = { 'content-type': 'application/json', 'x-authing-app-id': app.id };
    first = (await (await fetch(`${SERVER}/api/v2/qrcode/userinfo`, { method: 'POST', headers: own, body: seen.body })).json()) as typeof first;
    await pass();
  });
  const box = await shown(app, open, { host: fault.origin });
  const { random } = await read(box);
  await app.phone(random, 'scanned', ada.email);
  await app.phone(random, 'confirm', ada.email);
  await expect(box.element.getByText(box.say('scan.expired')).first()).toBeVisible();
  expect(first?.code).toBe(200);
  const me = await fetch(`${SERVER}/api/v2/users/me`, { headers: { authorization: `Bearer ${first?.data.token}`, 'x-authing-app-id': app.id } });
  expect(await me.json()).toMatchObject({ code: 2020 });
  expect(quiet.details('login')).toEqual([]);
});

for (const [id, way, key] of [['QR-6', 'wechat-miniprogram-qrcode', 'scan.text.mini'], ['QR-7', 'wechatmp-qrcode', 'scan.text.account']] as const) {
  test(`a code of ${way} is the backend's picture, and its states are the same`, { tag: [`@${id}`] }, async ({ open }) => {
    const app = await App.create({ ...SCAN, qrcodeTabsSettings: { [way]: [{ id: 'one', title: 'One' }] } });
    const ada = await app.person();
    // A vector picture is shown by the browser, which the page has to allow.
    const box = await shown(app, open, { policy: [`img-src data: ${SERVER}`] });
    await expect(box.element.getByText(box.say(key))).toBeVisible();
    await expect(box.element.locator('img')).toBeVisible();
    // What a phone would read out of it, the address says: these codes are round, and no decoder here reads them.
    const random = (await box.element.locator('img').getAttribute('src'))?.match(/image\/(\w+)\./)?.[1] ?? '';
    await app.phone(random, 'scanned', ada.email);
    await app.phone(random, 'confirm', ada.email);
    await box.signedIn();
  });

  test(`a code of ${way} that cannot be had says so, and neither does a no sign in`, { tag: [`@${id}`, '@failure'] }, async ({ open, quiet }) => {
    const ways = { qrcodeTabsSettings: { [way]: [{ id: 'one', title: 'One' }] } };
    const app = await App.create({ ...SCAN, ...ways });
    const ada = await app.person();
    const box = await open(app, { policy: [`img-src data: ${SERVER}`] });
    await box.shows('signIn.title', { app: app.name });
    // Taken back while the form stands there.
    await app.set({ qrcodeTabsSettings: null });
    await box.button('scan.open').click();
    await expect(box.element.getByText(box.say('scan.failed')).first()).toBeVisible();
    await app.set(ways);
    await box.button('scan.refresh').click();
    const random = (await box.element.locator('img').getAttribute('src'))?.match(/image\/(\w+)\./)?.[1] ?? '';
    await app.phone(random, 'scanned', ada.email);
    await app.phone(random, 'cancel', ada.email);
    await expect(box.element.getByText(box.say('scan.cancelled')).first()).toBeVisible();
    expect(quiet.details('login')).toEqual([]);
  });
}

test('what the page tells the app is in the code', { tag: ['@QR-9'] }, async ({ open }) => {
  const app = await App.create(SCAN);
  const box = await shown(app, open, { attributes: { config: JSON.stringify({ qrCodeScanOptions: { customData: { door: 'north', n: 1 } } }) } });
  expect((await read(box)).customData).toEqual({ door: 'north', n: 1 });
});

test('more than an app can be told is refused, and said', { tag: ['@QR-9', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create(SCAN);
  const box = await open(app, { attributes: { config: JSON.stringify({ qrCodeScanOptions: { customData: { much: 'x'.repeat(500) } } }) } });
  await box.button('scan.open').click();
  await expect(box.element.getByText(box.say('scan.failed')).first()).toBeVisible();
  await expect.poll(() => quiet.details('scan-error').length).toBe(1);
  // The same sentence on the box and for the page.
  const [{ message } = { message: '' }] = quiet.details('scan-error');
  expect(message).not.toBe('');
  await expect(box.element.getByText(`${message}`).first()).toBeVisible();
});

for (const [outcome, tags] of [['confirm', ['@QR-10']], ['cancel', ['@QR-10', '@failure']]] as const) {
  test(`a page that wants only the code hears of ${outcome}`, { tag: [...tags] }, async ({ open, page }) => {
    const app = await App.create(SCAN);
    const ada = await app.person();
    const box = await open(app);
    await page.evaluate(async ([app, server]) => {
      const { startScanning } = (await import(document.querySelector<HTMLScriptElement>('script[src*="guard-login"]')?.src ?? '')) as { startScanning: (place: Element, options: object) => Promise<unknown> };
      const heard: string[] = [];
      Object.assign(window, { heard });
      const hear = (name: string) => () => heard.push(name);
      const place = document.createElement('div');
      document.body.replaceChildren(place);
      await startScanning(place, { appId: app, host: server, onStart: hear('start'), onScanned: hear('scanned'), onSuccess: hear('success'), onCancel: hear('cancel'), onError: hear('error') });
    }, [app.id, SERVER] as const);
    const { random } = await read(box);
    await app.phone(random, 'scanned', ada.email);
    await app.phone(random, outcome, ada.email);
    const last = outcome === 'confirm' ? 'success' : 'cancel';
    await expect.poll(() => page.evaluate(() => (window as unknown as { heard: string[] }).heard.at(-1))).toBe(last);
  });
}

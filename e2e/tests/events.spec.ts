// What a page hears: names, how far they travel, and what they carry.
import { App, expect, test } from '../support/test.ts';
import { EVENTS, type Quiet } from '../support/quiet.ts';
import { answer } from '../support/faults.ts';
import { PASSWORD, unique } from '../support/api.ts';
import { read, shown } from '../support/scan.ts';
import { CODES, number, SCAN } from '../support/screens.ts';
import { firstCells } from '../support/documents.ts';

/** The keys of each event's detail. */
const SHAPES: Record<string, string[]> = {
  load: ['appId'],
  // And `place` where the text of config breaks: see C01.
  'load-error': ['appId', 'code', 'data', 'message'],
  login: ['appId', 'user'],
  'login-error': ['appId', 'code', 'data', 'message'],
  register: ['appId', 'user'],
  'register-error': ['appId', 'code', 'data', 'message'],
  'email-send': ['appId', 'scene'],
  'email-send-error': ['appId', 'code', 'data', 'message'],
  'phone-send': ['appId', 'scene'],
  'phone-send-error': ['appId', 'code', 'data', 'message'],
  'scan-start': ['appId'],
  'scan-scanned': ['appId', 'user'],
  'scan-ticket': ['appId', 'ticket', 'user'],
  'scan-cancel': ['appId'],
  'scan-expired': ['appId'],
  'scan-error': ['appId', 'code', 'data', 'message'],
  'pwd-reset': ['appId'],
  'pwd-reset-error': ['appId', 'code', 'data', 'message'],
  'login-elsewhere': ['appId'],
  'after-change-module': ['appId', 'view'],
  'lang-change': ['appId', 'lang'],
};

const IN_PHONES = Object.keys(SHAPES).filter((it) => /^(phone|scan)-/.test(it));
/** See tabs.spec.ts. */
const IN_TABS = ['login-elsewhere'];

function asPromised(quiet: Quiet): void {
  for (const it of quiet.heard) {
    const stays = it.name === 'load' || it.name === 'close';
    expect(it, it.name).toMatchObject({ bubbles: !stays, composed: true, cancelable: false, from: 'box' });
    expect(Object.keys(it.detail).sort(), it.name).toEqual(SHAPES[it.name]);
  }
}

test('every event is sent, travels as promised and carries what is promised', async ({ open, quiet, fault }) => {
  const app = await App.create({ tellsWhetherTaken: true });
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  await box.openRegister();
  await box.register('field.email', ada.email, PASSWORD);
  await box.complains(box.field('field.email'), 'fault.taken.email');
  await box.button('register.signIn').click();
  fault.next(/email\/send/, answer({ code: 2080, data: { retryAfter: 1 } }));
  await box.openForgot();
  await box.field('field.email').fill(ada.email);
  await box.button('forgot.submit').click();
  await box.notices('fault.tooOften');
  await box.pauseIsOver('forgot.submit');
  await box.button('forgot.submit').click();
  await box.enterCode('000000');
  await box.complains(box.field('field.code'), 'fault.wrongCode.left', { count: 4 });
  await box.enterCode(await app.code(ada.email));
  await box.typePassword(box.newPassword, 'another wooden lamp');
  await box.button('newPassword.submit').click();
  await box.button('passwordChanged.signIn').click();
  await box.signIn(ada.email, 'not the password');
  await expect(box.notice).not.toBeEmpty();
  await box.page.waitForTimeout(1000);
  await box.signIn(ada.email, 'another wooden lamp');
  await box.signedIn();
  await box.element.evaluate((it) => it.setAttribute('lang', 'zh-CN'));
  await expect.poll(() => quiet.names()).toContain('lang-change');
  const second = await open(app, { host: fault.origin });
  await second.openRegister();
  await second.register('field.email', `grace-${unique()}@example.com`, PASSWORD);
  await second.signedIn();
  await open('not-there');
  await expect.poll(() => quiet.names()).toContain('load-error');
  asPromised(quiet);
  expect(new Set(quiet.names())).toEqual(new Set(Object.keys(SHAPES).filter((it) => ![...IN_PHONES, ...IN_TABS].includes(it))));
  expect(EVENTS.filter((it) => it !== 'close').sort()).toEqual(Object.keys(SHAPES).sort());
});

test('every event of numbers and scans is sent, travels as promised and carries what is promised', async ({ open, quiet }) => {
  const app = await App.create({ ...CODES, ...SCAN, qrcode: { exchangeInBrowser: false } });
  const ada = await app.person();
  const box = await open(app);
  await app.allowPhones(['+86138*']);
  await box.tab('signIn.way.code').click();
  await box.field('field.email.or.phone').fill(number());
  await box.button('signIn.sendCode').click();
  await box.notices('fault.numberNotOnList');
  await app.allowPhones(['+86139*']);
  await box.button('signIn.sendCode').click();
  await box.shows('code.title');
  for (const end of ['cancel', 'expire', 'confirm'] as const) {
    const scan = await shown(app, open);
    const { random } = await read(scan);
    await app.phone(random, 'scanned', ada.email);
    await expect(scan.element.getByText(scan.say('scan.scanned')).first()).toBeVisible();
    await app.phone(random, end, ada.email);
    await expect.poll(() => quiet.names()).toContain({ cancel: 'scan-cancel', expire: 'scan-expired', confirm: 'scan-ticket' }[end]);
  }
  const loads = () => quiet.names().filter((it) => it === 'load').length;
  const before = loads();
  const last = await open(app);
  await expect.poll(loads).toBe(before + 1);
  await app.set({ qrcodeTabsSettings: null });
  await last.button('scan.open').click();
  await expect.poll(() => quiet.names()).toContain('scan-error');
  asPromised(quiet);
  expect(quiet.names()).toEqual(expect.arrayContaining(IN_PHONES));
});

test('the documented events are those that are sent', () => {
  expect(firstCells('docs/embedding.md', 'Events').sort()).toEqual(Object.keys(SHAPES).sort());
});

test('a page that listens for its own load hears nothing of the box’s', async ({ open, page }) => {
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    window.addEventListener('load', (event) => heard.push(event.constructor.name));
    document.addEventListener('load', (event) => heard.push(event.constructor.name));
  });
  const app = await App.create();
  const box = await open(app);
  await box.shows('signIn.title', { app: app.name });
  expect(await page.evaluate(() => (window as unknown as { heard: string[] }).heard)).toEqual(['Event']);
});

test('an event is sent only for what a person or the backend did', async ({ open, page, quiet }) => {
  const app = await App.create();
  const box = await open(app);
  await box.shows('signIn.title', { app: app.name });
  await expect.poll(() => quiet.names()).toEqual(['load', 'after-change-module']);
  // A view that is on show already, and a language that is spoken already.
  await box.element.evaluate((it) => it.setAttribute('view', 'sign-in'));
  await box.element.evaluate((it) => it.setAttribute('lang', 'en-GB'));
  await box.element.evaluate((it) => it.setAttribute('theme', 'dark'));
  await box.submit.click();
  await page.waitForTimeout(300);
  expect(quiet.names()).toEqual(['load', 'after-change-module']);
});

test('the message of an error event is what the person reads', async ({ open, quiet }) => {
  const app = await App.create();
  const box = await open(app);
  await box.signIn('nobody', 'not the password');
  await expect(box.notice).not.toBeEmpty();
  expect(quiet.details('login-error')[0]?.message).toBe(await box.notice.innerText());
});

// Numbers while they are typed: in groups, with the caret where it was, and of any country on the form with a password.
import type { Locator } from '@playwright/test';
import { App, expect, test } from '../support/test.ts';
import { PASSWORD, unique } from '../support/api.ts';
import { CODES, MERGED, number } from '../support/screens.ts';

const HERE = { ...MERGED, loginTabs: { list: ['phone-code'], default: 'phone-code' }, verifyCodeTabConfig: { validLoginMethods: ['phone-code'] } };
const BOTH = { ...MERGED, loginTabs: { list: ['phone-code'], default: 'phone-code' } };
const WORLD = { internationalSmsConfig: { enabled: true, defaultISOType: 'CN' } };
const PASSWORDS = { ...WORLD, passwordTabConfig: { validLoginMethods: ['phone-password', 'email-password'] } };

const caret = (field: Locator): Promise<number | null> => field.evaluate((it) => (it as HTMLInputElement).selectionStart);
/** A number of the United Kingdom that nobody else in the tests has. */
const british = (): string => `7400${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`;

test('a number falls into groups as it is typed, and goes without them', { tag: ['@CD-6'] }, async ({ open, fault }) => {
  const box = await open(await App.create(HERE), { host: fault.origin });
  const phone = number();
  await box.phone.pressSequentially(phone);
  await expect(box.phone).toHaveValue(`${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`);
  await box.button('signIn.sendCode').click();
  await box.shows('code.title');
  expect(JSON.parse(fault.to(/sms\/send/)[0]?.body ?? '{}')).toMatchObject({ phone, phoneCountryCode: '+86' });
});

test('the caret stays where one types, and deleting takes a digit even across a space', { tag: ['@CD-6'] }, async ({ open, page }) => {
  const box = await open(await App.create(HERE));
  const keys = page.keyboard;
  await box.phone.pressSequentially('13800138000');
  await expect(box.phone).toHaveValue('138 0013 8000');
  await keys.press('Home');
  await keys.press('ArrowRight');
  await keys.press('Delete');
  await expect(box.phone).toHaveValue('180 0138 000');
  expect(await caret(box.phone)).toBe(1);
  await keys.type('3');
  await expect(box.phone).toHaveValue('138 0013 8000');
  expect(await caret(box.phone)).toBe(2);
  // Behind the space: the digit before it goes, and before it the one behind.
  for (let count = 0; count < 2; count += 1) await keys.press('ArrowRight');
  expect(await caret(box.phone)).toBe(4);
  await keys.press('Backspace');
  await expect(box.phone).toHaveValue('130 0138 000');
  expect(await caret(box.phone)).toBe(2);
  await keys.type('8');
  await keys.press('ArrowRight');
  await keys.press('ArrowLeft');
  await expect(box.phone).toHaveValue('138 0013 8000');
  await keys.press('Delete');
  await expect(box.phone).toHaveValue('138 0138 000');
  expect(await caret(box.phone)).toBe(3);
  await keys.press('End');
  for (let count = 0; count < 12; count += 1) await keys.press('Backspace');
  await expect(box.phone).toHaveValue('');
});

test('what is pasted is grouped whole, and what has dashes of its own stays', { tag: ['@CD-6'] }, async ({ open, page }) => {
  const box = await open(await App.create(HERE));
  await box.phone.focus();
  for (const [pasted, shown] of [['13800138000', '138 0013 8000'], ['１３８００１３８０００', '138 0013 8000'], ['+8613800138000', '+86 138 0013 8000'], ['138-0013-8000', '138-0013-8000']] as const) {
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.insertText(pasted);
    await expect(box.phone).toHaveValue(shown);
    expect(await caret(box.phone)).toBe(shown.length);
  }
});

test('a mailbox that begins with digits is no number in the end', { tag: ['@CD-2', '@CD-6'] }, async ({ open }) => {
  const app = await App.create(BOTH);
  const email = `1380013${unique()}@example.com`;
  const box = await open(app);
  const field = box.field('field.email.or.phone');
  await field.pressSequentially('1380013');
  await expect(field).toHaveValue('138 0013');
  await field.pressSequentially(email.slice(7));
  await expect(field).toHaveValue(email);
  await box.button('signIn.sendCode').click();
  await box.code.fill(await app.code(email));
  await box.signedIn();
});

test('grouping says nothing to screen readers, and makes no events of its own', { tag: ['@CD-6'] }, async ({ open }) => {
  const box = await open(await App.create(HERE));
  await box.phone.focus();
  await box.element.evaluate((host) => {
    const counted = { inputs: 0, said: 0 };
    Object.assign(window, { counted });
    const root = host.shadowRoot ?? host;
    root.addEventListener('input', () => (counted.inputs += 1));
    new MutationObserver((all) => (counted.said += all.filter(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest('[role=status],[role=alert],[aria-live]')).length)).observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  await box.phone.pressSequentially('13800138000');
  expect(await box.page.evaluate(() => (window as unknown as { counted: object }).counted)).toEqual({ inputs: 11, said: 0 });
  await expect(box.phone).toBeFocused();
});

test('another country has other groups', { tag: ['@CD-6'] }, async ({ open, page }) => {
  const box = await open(await App.create({ ...CODES, ...WORLD, loginTabs: { list: ['phone-code'], default: 'phone-code' } }));
  await box.phone.pressSequentially('7400123456');
  await expect(box.phone).toHaveValue('740 012 3456');
  await box.country.click();
  await page.keyboard.type('kingdom');
  await page.keyboard.press('Enter');
  await expect(box.phone).toHaveValue('7400 123456');
});

test('a number of any country and its password sign in, with the country chosen beside the account', { tag: ['@PW-3', '@CD-6'] }, async ({ open, page }) => {
  const phone = british();
  const app = await App.create(PASSWORDS);
  const ada = await app.person({ phone: `+44${phone}` });
  const box = await open(app);
  const account = box.field('field.email.or.phone');
  // Whoever types an address is not asked for a country.
  await account.fill('ada@example.com');
  await page.waitForTimeout(500);
  await expect(box.country).toBeHidden();
  await account.fill(phone);
  await expect(box.country).toHaveText('+86');
  await box.country.click();
  await page.keyboard.type('kingdom');
  await page.keyboard.press('Enter');
  await expect(account).toBeFocused();
  await expect(account).toHaveValue(`+44 ${phone}`);
  await expect(box.country).toHaveText('+44');
  await box.typePassword(box.password, ada.password);
  await box.button('signIn.submit').click();
  await box.signedIn();
});

test('what is being typed stays when the choice of a country arrives', { tag: ['@CD-6'] }, async ({ open, page }) => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  await page.route(/split_account\.\w+\.wasm$/, async (route) => {
    await gate;
    await route.continue();
  });
  const box = await open(await App.create(PASSWORDS));
  const account = box.field('field.email.or.phone');
  await account.pressSequentially('7400');
  await page.keyboard.press('ArrowLeft');
  await expect(box.country).toHaveCount(0);
  release();
  await expect(box.country).toBeVisible();
  await expect(account).toBeFocused();
  await expect(account).toHaveValue('7400');
  expect(await caret(account)).toBe(3);
});

test('without the choice of a country, a number that brings its code signs in all the same', { tag: ['@PW-3', '@CD-6', '@failure'] }, async ({ open, page }) => {
  await page.route(/split_account\.\w+\.wasm$/, (route) => route.abort());
  const phone = british();
  const app = await App.create(PASSWORDS);
  await app.person({ phone: `+44${phone}` });
  const box = await open(app);
  await box.field('field.email.or.phone').fill(`+44${phone}`);
  await box.typePassword(box.password, PASSWORD);
  await box.button('signIn.submit').click();
  await box.signedIn();
  await expect(box.country).toHaveCount(0);
});

test('a number of another country stays one: on the way back from its code, and between the ways', { tag: ['@CD-6'] }, async ({ open, fault }) => {
  const list = ['password', 'phone-code'];
  const app = await App.create({ ...MERGED, ...PASSWORDS, loginTabs: { list, default: 'phone-code' }, verifyCodeTabConfig: { validLoginMethods: ['phone-code', 'email-code'] } });
  const box = await open(app, { host: fault.origin });
  const phone = british();
  await box.phone.fill(`+44${phone}`);
  await box.button('signIn.sendCode').click();
  await box.shows('code.title');
  await box.button('box.back').click();
  await expect(box.element.getByRole('button', { name: /\+44/ })).toBeVisible();
  expect((await box.phone.inputValue()).replaceAll(' ', '')).toBe(phone);
  await box.tab('signIn.way.email').click();
  await box.tab('signIn.way.phone').click();
  await expect(box.element.getByRole('button', { name: /\+44/ })).toBeVisible();
  expect((await box.phone.inputValue()).replaceAll(' ', '')).toBe(phone);
  await box.tab('signIn.way.password').click();
  expect((await box.element.getByRole('textbox').first().inputValue()).replaceAll(' ', '')).toBe(`+44${phone}`);
  const [sent] = fault.to(/sms\/send/);
  expect(JSON.parse(sent?.body ?? '{}')).toMatchObject({ phone, phoneCountryCode: '+44' });
});

test('what was typed for one way of registering is there when it is come back to', { tag: ['@RG-2'] }, async ({ open }) => {
  const box = await open(await App.create(CODES));
  await box.openRegister();
  await box.tab('register.way.phone').click();
  await box.phone.fill('138 0013 8000');
  await box.tab('register.way.username').click();
  await box.tab('register.way.phone').click();
  await expect(box.phone).toHaveValue('138 0013 8000');
});

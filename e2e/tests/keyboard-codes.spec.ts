// A02: the list of countries, the picture for people and the boxes of a code, by keys alone.
import { App, expect, test } from '../support/test.ts';
import { CODES } from '../support/screens.ts';

const ABROAD = { ...CODES, loginTabs: { list: ['phone-code', 'password'], default: 'phone-code' }, internationalSmsConfig: { enabled: true, defaultISOType: 'GB' } };

test('A02 the list of countries follows arrows and typing, and Escape leads back to what opened it', { tag: ['@CD-6'] }, async ({ open, page }) => {
  const box = await open(await App.create(ABROAD));
  const keys = page.keyboard;
  const search = box.element.getByRole('combobox');
  const here = async () => box.element.locator(`[id="${await search.getAttribute('aria-activedescendant')}"]`);
  await box.country.focus();
  await keys.press('Enter');
  await expect(search).toBeFocused();
  await expect(await here()).toHaveText(/\+44$/);
  await expect(await here()).toHaveAttribute('aria-selected', 'true');
  // In sight, with others around it.
  await expect(await here()).toBeInViewport({ ratio: 1 });
  const chosen = await (await here()).textContent();
  await keys.press('ArrowDown');
  const below = await (await here()).textContent();
  expect(below).not.toBe(chosen);
  await keys.press('ArrowUp');
  await expect(await here()).toHaveText(chosen ?? '');
  await keys.press('Escape');
  await expect(search).toHaveCount(0);
  await expect(box.country).toBeFocused();
  await expect(box.country).toHaveText('+44');
  await keys.press('Space');
  await keys.type('zzz');
  await expect(box.element.getByText(box.say('field.country.none'))).toBeVisible();
  await keys.press('Enter');
  await expect(search).toBeFocused();
  await search.fill('');
  await keys.type('japan');
  await keys.press('Enter');
  await expect(box.country).toHaveText('+81');
  await expect(box.phone).toBeFocused();
  await keys.press('Shift+Tab');
  await expect(box.country).toBeFocused();
  await keys.press('Enter');
  // Tab leaves the list as a click beside it does.
  await keys.press('Tab');
  await expect(search).toHaveCount(0);
  await expect(box.country).toHaveText('+81');
});

test('A02 the picture for people keeps the focus until it is answered or left, and gives it back', { tag: ['@PW-7'] }, async ({ open, page }) => {
  const app = await App.create({ appRobotVerify: 'always_enable' });
  const ada = await app.person();
  const box = await open(app);
  const keys = page.keyboard;
  await box.account.fill(ada.email);
  await box.typePassword(box.password, ada.password);
  await keys.press('Enter');
  const dialog = box.element.getByRole('dialog');
  const field = dialog.getByRole('textbox');
  await expect(field).toBeFocused();
  const inside = [dialog.getByRole('button', { name: box.say('captcha.submit') }), dialog.getByRole('button', { name: box.say('box.cancel') })];
  for (const button of inside) {
    await keys.press('Tab');
    await expect(button).toBeFocused();
  }
  // Past the end one comes to the browser's own bar, or to the beginning, and never to the form behind.
  for (let count = 0; count < 8; count += 1) {
    await keys.press('Tab');
    for (const behind of [box.account, box.password, box.button('signIn.submit')]) await expect(behind).not.toBeFocused();
  }
  await field.focus();
  await keys.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(box.password).toBeFocused();
});

test('A02 the digits of a code are typed, corrected and sent without a mouse', { tag: ['@CD-4'] }, async ({ open, page, quiet }) => {
  const app = await App.create({ ...CODES, loginTabs: { list: ['phone-code', 'password'], default: 'phone-code' } });
  const ada = await app.person();
  const box = await open(app);
  const keys = page.keyboard;
  await box.field('field.email.or.phone').focus();
  await keys.type(ada.email);
  await keys.press('Enter');
  await box.shows('code.title');
  await expect(box.code).toBeFocused();
  const code = await app.code(ada.email);
  const wrong = code === '111111' ? '222222' : '111111';
  await keys.type(wrong);
  await box.complains(box.code, 'fault.wrongCode.left', { count: 4 });
  await expect(box.code).toBeFocused();
  for (let count = 0; count < 6; count += 1) await keys.press('Backspace');
  await keys.type(code);
  await box.signedIn();
  expect(quiet.details('login').length).toBe(1);
});

test('a press on the button that opened the countries closes them, and one elsewhere keeps its focus', { tag: ['@CD-6'] }, async ({ open }) => {
  const box = await open(await App.create(ABROAD));
  const search = box.element.getByRole('combobox');
  await box.country.click();
  await expect(search).toBeFocused();
  await box.country.click();
  await expect(search).toHaveCount(0);
  await expect(box.country).toBeFocused();
  await box.country.click();
  await expect(search).toBeFocused();
  await box.phone.click();
  await expect(search).toHaveCount(0);
  await expect(box.phone).toBeFocused();
});

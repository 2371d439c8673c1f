// A forgotten password: the code comes by mail, out of the real outbox.
import { App, expect, test } from '../support/test.ts';
import { answer } from '../support/faults.ts';
import { CODES } from '../support/screens.ts';

const NEW = 'another wooden lamp';

test('a person resets the password by mailed code and signs in with the new one', { tag: ['@RS-1'] }, async ({ open, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.askForCode(ada.email);
  await expect(box.element.getByText(box.say('code.text', { account: ada.email, count: 6 }))).toBeVisible();
  await box.enterCode(await app.code(ada.email));
  await box.shows('newPassword.title');
  await box.typePassword(box.newPassword, NEW);
  await box.button('newPassword.submit').click();
  await box.shows('passwordChanged.title');
  expect(quiet.details('email-send')).toEqual([{ appId: app.id, scene: 'RESET_PASSWORD_VERIFY_CODE' }]);
  expect(quiet.details('pwd-reset')).toEqual([{ appId: app.id }]);
  expect(await app.signsIn(ada.email, ada.password)).toBe(false);
  await box.button('passwordChanged.signIn').click();
  await expect(box.account).toHaveValue(ada.email);
  await box.page.waitForTimeout(1000);
  await box.typePassword(box.password, NEW);
  await box.button('signIn.submit').click();
  await box.signedIn();
});

test('a code may be pasted with spaces and in other digits', { tag: ['@RS-1'] }, async ({ open }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.askForCode(ada.email);
  const code = await app.code(ada.email);
  const wide = [...code].map((it) => String.fromCodePoint(0xff10 + Number(it))).join('');
  await box.enterCode(` ${wide.slice(0, 3)} ${wide.slice(3)} `);
  await box.shows('newPassword.title');
});

test('a wrong code says how many tries are left, and after five none of them counts', { tag: ['@RS-1', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.askForCode(ada.email);
  const right = await app.code(ada.email);
  const wrong = right === '123456' ? '654321' : '123456';
  const field = box.field('field.code');
  await box.enterCode(wrong.slice(1));
  await box.complains(field, 'rule.format.code', { count: 6 });
  for (const count of [4, 3, 2, 1, 0]) {
    await box.enterCode(wrong);
    await expect.poll(() => quiet.details('pwd-reset-error').length).toBe(5 - count);
    if (count > 1) await box.complains(field, 'fault.wrongCode.left', { count });
    if (count === 1) await box.complains(field, 'fault.wrongCode.left.one');
  }
  await box.enterCode(right);
  await box.complains(field, 'fault.wrongCode');
  expect(quiet.details('pwd-reset-error').at(-1)).toMatchObject({ code: 'WRONG_CODE' });
  expect(await app.signsIn(ada.email, ada.password)).toBe(true);
});

test('an address without an account is answered alike, and no mail leaves', { tag: ['@RS-1', '@failure'] }, async ({ open }) => {
  const app = await App.create();
  const box = await open(app);
  await box.askForCode('nobody@example.com');
  await expect(box.element.getByText(box.say('code.text', { account: 'nobody@example.com', count: 6 }))).toBeVisible();
  await box.enterCode('123456');
  await box.complains(box.field('field.code'), 'fault.wrongCode.left', { count: 4 });
  expect((await app.mails('nobody@example.com')).filter((it) => it.text.match(/\d{6}/))).toEqual([]);
});

test('a new code can be asked for when the countdown is over, and not before', { tag: ['@RS-1'] }, async ({ open, page, fault }) => {
  await page.clock.install();
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  await box.askForCode(ada.email);
  const link = box.element.getByRole('button', { name: box.words.like('code.resend.in') });
  await expect(link).toHaveAttribute('aria-disabled', 'true');
  await link.click({ force: true });
  expect(fault.to(/email\/send/).length).toBe(1);
  await page.clock.fastForward(61_000);
  // The browser's minute is over and the server's is not: what the server says is what holds.
  await box.button('code.resend').click();
  await expect(box.notice).toHaveText(box.say('fault.tooOften'));
  expect(fault.to(/email\/send/).length).toBe(2);
});

test('a permission that has expired leads back to the address, with a sentence and the address kept', { tag: ['@RS-1', '@failure'] }, async ({ open, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  await box.askForCode(ada.email);
  await box.enterCode(await app.code(ada.email));
  fault.next(/password-reset/, answer({ code: 2021, message: 'expired' }));
  await box.typePassword(box.newPassword, NEW);
  await box.button('newPassword.submit').click();
  await box.shows('forgot.title');
  await box.notices('fault.expired');
  await expect(box.field('field.email')).toHaveValue(ada.email);
  expect(quiet.details('pwd-reset-error').at(-1)).toMatchObject({ code: 'EXPIRED' });
});

test('an app without it offers no reset', { tag: ['@RS-1', '@failure'] }, async ({ open }) => {
  const app = await App.create({ ssoPageComponentDisplay: { forgetPasswordBtn: false, registerBtn: true } });
  const box = await open(app);
  await expect(box.button('signIn.submit')).toBeVisible();
  await expect(box.button('signIn.forgot')).toHaveCount(0);
});

test('where a box begins with another way, a password that was replaced is typed next', { tag: ['@RS-1'] }, async ({ open }) => {
  const app = await App.create({ ...CODES, loginTabs: { list: ['phone-code', 'password'], default: 'phone-code' } });
  const ada = await app.person();
  const box = await open(app);
  await box.tab('signIn.way.password').click();
  await box.openForgot();
  await box.button('box.back').click();
  await expect(box.password).toBeVisible();
  await box.openForgot();
  await box.field('field.email.or.phone').fill(ada.email);
  await box.button('forgot.submit').click();
  await box.shows('code.title');
  await box.enterCode(await app.code(ada.email));
  await box.typePassword(box.newPassword, NEW);
  await box.button('newPassword.submit').click();
  await box.button('passwordChanged.signIn').click();
  await box.typePassword(box.password, NEW);
  await box.button('signIn.submit').click();
  await box.signedIn();
});

// Signing in by a code, to a telephone or a mailbox: asked for, entered, wrong, again, and with the link beside it.
import { App, expect, SERVER, test } from '../support/test.ts';
import { answer } from '../support/faults.ts';
import { CODES, MERGED, number } from '../support/screens.ts';

const ABROAD = { ...CODES, internationalSmsConfig: { enabled: true, defaultISOType: 'CN' } };
const CODE_FIRST = { loginTabs: { list: ['phone-code', 'password'], default: 'phone-code' } };

test('a code sent to a number signs in, and opens the account of who is new', { tag: ['@CD-1', '@RG-5'] }, async ({ open, quiet }) => {
  const app = await App.create({ ...MERGED, ...CODE_FIRST });
  const box = await open(app);
  const phone = number();
  // Said before anything is sent.
  await expect(box.element.getByText(box.say('signIn.merges'))).toBeVisible();
  await box.sendCode('field.email.or.phone', `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`);
  await box.code.fill(await app.code(`+86${phone}`));
  await box.signedIn();
  expect(quiet.details('phone-send')).toEqual([{ appId: app.id, scene: 'login' }]);
  expect(quiet.details('login')[0]).toMatchObject({ user: { phone: `+86${phone}`, phoneVerified: true } });
});

test('where a code opens no account, a right one without an account says so', { tag: ['@CD-1', '@RG-5', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create({ ...MERGED, ...CODE_FIRST });
  const box = await open(app);
  const phone = number();
  await box.sendCode('field.email.or.phone', phone);
  const code = await app.code(`+86${phone}`);
  // Strangers get no code unless one may open an account: so the app changes its mind on the way.
  await app.set({ ssoPageComponentDisplay: null });
  await box.code.fill(code);
  await box.notices('fault.noAccount');
  expect(quiet.details('login')).toEqual([]);
  const again = await open(app);
  await expect(again.button('signIn.sendCode')).toBeVisible();
  await expect(again.element.getByText(again.say('signIn.merges'))).toHaveCount(0);
});

test('a mailed code signs in', { tag: ['@CD-2'] }, async ({ open, quiet }) => {
  const app = await App.create({ ...CODES, ...CODE_FIRST });
  const ada = await app.person();
  const box = await open(app);
  await box.sendCode('field.email.or.phone', ada.email);
  await box.code.fill(await app.code(ada.email));
  await box.signedIn();
  expect(quiet.details('email-send')).toEqual([{ appId: app.id, scene: 'LOGIN_VERIFY_CODE' }]);
});

test('a wrong code says so and how many tries are left, and the fifth is the last', { tag: ['@CD-2', '@CD-4', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create({ ...CODES, ...CODE_FIRST });
  const ada = await app.person();
  const box = await open(app);
  await box.sendCode('field.email.or.phone', ada.email);
  const right = await app.code(ada.email);
  const wrong = right === '123456' ? '654321' : '123456';
  for (const count of [4, 3, 2, 1, 0]) {
    await box.enterCode(wrong);
    await expect.poll(() => quiet.details('login-error').length).toBe(5 - count);
    if (count > 1) await box.complains(box.code, 'fault.wrongCode.left', { count });
  }
  await box.enterCode(right);
  await box.complains(box.code, 'fault.wrongCode');
});

test('O01 O02 one field takes pasted codes of every kind, and sends each once', { tag: ['@CD-4'] }, async ({ open, fault }) => {
  const app = await App.create({ ...CODES, ...CODE_FIRST });
  const box = await open(app, { host: fault.origin });
  await box.sendCode('field.email.or.phone', 'ada@example.com');
  await expect(box.element.getByRole('textbox')).toHaveCount(1);
  for (const [name, value] of [['autocomplete', 'one-time-code'], ['inputmode', 'numeric'], ['pattern', '[0-9]*']]) await expect(box.code).toHaveAttribute(name as string, value as string);
  expect(await box.code.getAttribute('maxlength')).toBeNull();
  const tried = () => fault.to(/login\/email-code/).map((it) => (JSON.parse(it.body) as { code: string }).code);
  const pastes = ['111111', ' 111 112 ', '111-113', '１１１１１４', '١١١١١٥'];
  for (const [index, paste] of pastes.entries()) {
    await box.code.fill('');
    await box.code.fill(paste);
    await expect.poll(() => tried().length).toBe(index + 1);
    await expect(box.submit).not.toHaveAttribute('aria-busy', 'true');
  }
  expect(tried()).toEqual(['111111', '111112', '111113', '111114', '111115']);
  // Backspace takes the last digit, wherever the eye thinks the cursor is.
  await box.code.fill('');
  await box.code.pressSequentially('123');
  await box.code.press('Backspace');
  await expect(box.code).toHaveValue('12');
});

test('O03 a value that autofill puts there without keys is taken', { tag: ['@CD-4'] }, async ({ open }) => {
  const app = await App.create({ ...CODES, ...CODE_FIRST });
  const ada = await app.person();
  const box = await open(app);
  await box.sendCode('field.email.or.phone', ada.email);
  const code = await app.code(ada.email);
  await box.code.evaluate((input, code) => {
    (input as HTMLInputElement).value = code;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, code);
  await box.signedIn();
});

test('a page that wants the press gets it', { tag: ['@CD-4'] }, async ({ open, fault }) => {
  const app = await App.create({ ...CODES, ...CODE_FIRST });
  const ada = await app.person();
  const box = await open(app, { host: fault.origin, attributes: { config: '{"submitCodeItself":false}' } });
  await box.sendCode('field.email.or.phone', ada.email);
  await box.code.fill(await app.code(ada.email));
  await box.page.waitForTimeout(500);
  expect(fault.to(/login\/email-code/).length).toBe(0);
  await box.button('code.signIn').click();
  await box.signedIn();
});

test('another code that comes too early is refused with the wait', { tag: ['@CD-3', '@CD-5', '@failure'] }, async ({ open }) => {
  const app = await App.create({ ...CODES, ...CODE_FIRST });
  const phone = number();
  await (await open(app)).sendCode('field.email.or.phone', phone);
  // A page that was loaded anew knows of no wait; the server does.
  const box = await open(app);
  await box.field('field.email.or.phone').fill(phone);
  await box.button('signIn.sendCode').click();
  await box.notices('fault.tooOften');
  await expect(box.submit).toHaveText(box.words.like('box.retry.in'));
  await expect(box.submit).toHaveText(/0:[345]\d|1:00/);
});

test('a number that the list begins with gets its code', { tag: ['@CD-5'] }, async ({ open }) => {
  const app = await App.create({ ...MERGED, ...CODE_FIRST });
  await app.allowPhones(['+86139*']);
  const box = await open(app);
  const phone = number();
  await box.sendCode('field.email.or.phone', phone);
  await box.code.fill(await app.code(`+86${phone}`));
  await box.signedIn();
});

test('a number outside the whitelist is refused in words about numbers', { tag: ['@CD-5', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create({ ...MERGED, ...CODE_FIRST });
  await app.allowPhones(['+86138*', '+8613900000001']);
  const box = await open(app);
  await box.field('field.email.or.phone').fill(number());
  await box.button('signIn.sendCode').click();
  await box.notices('fault.numberNotOnList');
  expect(quiet.details('phone-send')).toEqual([]);
});

test('a country is found by typing, and its code goes with the number', { tag: ['@CD-6'] }, async ({ open, fault, page }) => {
  const app = await App.create({ ...ABROAD, ...CODE_FIRST });
  const box = await open(app, { host: fault.origin });
  await expect(box.tab('signIn.way.phone')).toHaveAttribute('aria-selected', 'true');
  const country = box.element.getByRole('button', { name: new RegExp(`^${box.say('field.country')}`) });
  await expect(country).toHaveText('+86');
  await country.press('Enter');
  await page.keyboard.type('kingdom');
  await expect(box.element.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(country).toHaveText('+44');
  await expect(box.phone).toBeFocused();
  await page.keyboard.type('7400 123456');
  await page.keyboard.press('Enter');
  await box.shows('code.title');
  expect(JSON.parse(fault.to(/sms\/send/)[0]?.body ?? '{}')).toMatchObject({ phone: '7400123456', phoneCountryCode: '+44' });
});

test('a number with its calling code chooses the country by itself', { tag: ['@CD-6'] }, async ({ open }) => {
  const app = await App.create({ ...ABROAD, ...CODE_FIRST });
  const box = await open(app);
  await box.phone.pressSequentially('+49301234567');
  await expect(box.element.getByRole('button', { name: new RegExp(`^${box.say('field.country')}`) })).toHaveText('+49');
  await expect(box.phone).toHaveValue('301 234 567');
});

test('what is no number, and what the country does not have, is said at the field', { tag: ['@CD-6', '@failure'] }, async ({ open }) => {
  const app = await App.create({ ...ABROAD, ...CODE_FIRST });
  const box = await open(app);
  await box.button('signIn.sendCode').click();
  await box.complains(box.phone, 'rule.required.phone');
  await box.phone.fill('12ab');
  await box.button('signIn.sendCode').click();
  await box.complains(box.phone, 'rule.format.phone');
  // The box knows no countries' numbers; the server does.
  await box.phone.fill('10000');
  await box.button('signIn.sendCode').click();
  await box.complains(box.phone, 'rule.format.phone');
});

test('a number and its password sign in, and a wrong one does not', { tag: ['@PW-3'] }, async ({ open }) => {
  const phone = number();
  const app = await App.create({ passwordTabConfig: { validLoginMethods: ['phone-password'] } });
  const ada = await app.person({ phone: `+86${phone}` });
  const box = await open(app);
  await box.labelled('field.phone').fill(`+86 ${phone}`);
  await box.typePassword(box.password, ada.password);
  await box.button('signIn.submit').click();
  await box.signedIn();
});

test('a wrong password for a number says so', { tag: ['@PW-3', '@failure'] }, async ({ open }) => {
  const phone = number();
  const app = await App.create({ passwordTabConfig: { validLoginMethods: ['phone-password'] } });
  await app.person({ phone: `+86${phone}` });
  const box = await open(app);
  await box.labelled('field.phone').fill(phone);
  await box.typePassword(box.password, 'not the password');
  await box.button('signIn.submit').click();
  await expect(box.notice).toHaveText(box.words.like('fault.wrongPassword.left'));
});

test('the mailed code works where the link is not opened', { tag: ['@CD-7'] }, async ({ open }) => {
  const app = await App.create({ ...CODES, ...CODE_FIRST, emailLinkEnabled: true });
  const ada = await app.person();
  const box = await open(app);
  await box.sendCode('field.email.or.phone', ada.email);
  await expect(box.element.getByText(box.say('code.link.text'))).toBeVisible();
  await box.code.fill(await app.code(ada.email));
  await box.signedIn();
});

// A browser sends the cookie that it is known by to pages of one site only: the box asks by the name that its page has.
const sameSite = (origin: string) => origin.replace('127.0.0.1', 'localhost');
const SAME_SITE = sameSite(SERVER);

test('a link opened in the browser that asked signs in the box that waits', { tag: ['@CD-7'] }, async ({ open, context, quiet }) => {
  const app = await App.create({ ...CODES, ...CODE_FIRST, emailLinkEnabled: true });
  const ada = await app.person();
  const box = await open(app, { host: SAME_SITE });
  await box.sendCode('field.email.or.phone', ada.email);
  const mail = await context.newPage();
  await mail.goto(await app.link(ada.email));
  // Looking at it, as mail scanners do, is no use of it.
  await box.page.waitForTimeout(3500);
  await box.shows('code.title');
  await mail.getByRole('button', { name: 'Continue' }).click();
  await expect(mail.getByText('Go back to the page where you began.')).toBeVisible();
  await box.signedIn();
  expect(quiet.details('login')).toMatchObject([{ user: { email: ada.email } }]);
  await mail.close();
});

test('once another code is sent, the link that came with it is the one that is awaited', { tag: ['@CD-7'] }, async ({ open, context, fault }) => {
  const app = await App.create({ ...CODES, ...CODE_FIRST, emailLinkEnabled: true });
  const ada = await app.person();
  const box = await open(app, { host: sameSite(fault.origin) });
  // A first mail that never came, and its link.
  fault.next(/send-link/, answer({ code: 200, data: { resendIn: 1, pollToken: 'a'.repeat(43) } }));
  await box.sendCode('field.email.or.phone', ada.email);
  await box.button('code.resend').click();
  const mail = await context.newPage();
  await mail.goto(await app.link(ada.email));
  await mail.getByRole('button', { name: 'Continue' }).click();
  await box.signedIn();
  await mail.close();
});

test('a link opened in another browser signs nobody in there, nor here, and the code is still good', { tag: ['@CD-7', '@failure'] }, async ({ open, browser, quiet }) => {
  const app = await App.create({ ...CODES, ...CODE_FIRST, emailLinkEnabled: true });
  const ada = await app.person();
  const box = await open(app, { host: SAME_SITE });
  await box.sendCode('field.email.or.phone', ada.email);
  const code = await app.code(ada.email);
  const elsewhere = await browser.newPage();
  await elsewhere.goto(await app.link(ada.email));
  await elsewhere.getByRole('button', { name: 'Continue' }).click();
  await expect(elsewhere.getByText('Type the code from the mail where you began.')).toBeVisible();
  expect(await elsewhere.context().cookies()).toEqual([]);
  await box.page.waitForTimeout(4000);
  await box.shows('code.title');
  expect(quiet.details('login')).toEqual([]);
  await elsewhere.close();
  await box.code.fill(code);
  await box.signedIn();
});

test('a password is replaced by a code sent to the telephone', { tag: ['@RS-2'] }, async ({ open }) => {
  const phone = number();
  const app = await App.create(CODES);
  const ada = await app.person({ phone: `+86${phone}` });
  const box = await open(app);
  await box.openForgot();
  await box.field('field.email.or.phone').fill(phone);
  await box.button('forgot.submit').click();
  await box.shows('code.title');
  await box.code.fill(await app.code(`+86${phone}`));
  await box.shows('newPassword.title');
  await box.typePassword(box.newPassword, 'another wooden lamp');
  await box.button('newPassword.submit').click();
  await box.shows('passwordChanged.title');
  expect(await app.signsIn(ada.email, 'another wooden lamp')).toBe(true);
});

test('a wrong code resets nothing', { tag: ['@RS-2', '@failure'] }, async ({ open }) => {
  const app = await App.create(CODES);
  const box = await open(app);
  await box.openForgot();
  await box.field('field.email.or.phone').fill(number());
  await box.button('forgot.submit').click();
  await box.code.fill('123456');
  await box.complains(box.code, 'fault.wrongCode.left', { count: 4 });
});

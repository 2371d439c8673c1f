// Signing in with a password, on another origin's page, against the real server.
import { address, App, expect, SERVER, test } from '../support/test.ts';
import { held } from '../support/faults.ts';
import { CODES } from '../support/screens.ts';

test('a person signs in with an email address and a password', { tag: ['@PW-1'] }, async ({ open, quiet }) => {
  const app = await App.create({ name: 'Walnut' });
  const ada = await app.person();
  const box = await open(app);
  await box.shows('signIn.title', { app: 'Walnut' });
  await box.signIn(ada.email, ada.password);
  await box.signedIn();
  const [login] = quiet.details('login');
  expect(login).toMatchObject({ appId: app.id, user: { email: ada.email, username: ada.username } });
  expect((login?.user as { token: string }).token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
});

test('the address is taken as people type it, with spaces around and in capitals', { tag: ['@PW-1'] }, async ({ open, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.signIn(`  ${ada.email.toUpperCase()} `, ada.password);
  await box.signedIn();
  expect(quiet.details('login')[0]).toMatchObject({ user: { email: ada.email } });
});

test('a wrong password for an address is refused, and the right one then works', { tag: ['@PW-1', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.signIn(ada.email, 'not the password');
  await expect(box.notice).toHaveText(box.words.like('fault.wrongPassword.left'));
  expect(quiet.details('login-error')[0]).toMatchObject({ appId: app.id, code: 'WRONG_PASSWORD', data: { remainCount: 2 } });
  expect(quiet.details('login')).toEqual([]);
  await box.pauseIsOver();
  await box.page.waitForTimeout(1000);
  await box.signIn(ada.email, ada.password);
  await box.signedIn();
});

test('a person signs in with a user name and a password', { tag: ['@PW-2'] }, async ({ open, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.signIn(ada.username, ada.password);
  await box.signedIn();
  expect(quiet.details('login')[0]).toMatchObject({ user: { username: ada.username } });
});

test('a user name that nobody has is answered like a wrong password', { tag: ['@PW-2', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.signIn('nobody-has-this', ada.password);
  await expect(box.notice).toHaveText(box.words.like('fault.wrongPassword.left'));
  const unknown = await box.notice.innerText();
  await box.signIn(ada.username, 'not the password');
  await expect.poll(() => quiet.details('login-error').length).toBe(2);
  await expect(box.notice).toHaveText(unknown);
  expect(quiet.details('login-error')[0]).toEqual(quiet.details('login-error')[1]);
});

test('the account field says which of the three kinds the app takes', { tag: ['@PW-4'] }, async ({ page, box }) => {
  const labels = {
    'field.email': ['email-password'],
    'field.username': ['username-password'],
    'field.phone': ['phone-password'],
    'field.email.or.username': ['email-password', 'username-password'],
    'field.email.or.phone': ['email-password', 'phone-password'],
    'field.username.or.phone': ['username-password', 'phone-password'],
    'field.any': ['email-password', 'username-password', 'phone-password'],
  };
  const apps = await Promise.all(Object.values(labels).map((validLoginMethods) => App.create({ passwordTabConfig: { validLoginMethods } })));
  await page.goto(address(apps.map(({ id }) => ({ id, 'app-id': id, host: SERVER }))));
  for (const [index, label] of Object.keys(labels).entries()) await expect(box(`#${apps[index]?.id}`).labelled(label)).toBeVisible();
});

test('an account of a kind that the app does not take is refused at the field, before anything is sent', { tag: ['@PW-4', '@failure'] }, async ({ open, fault }) => {
  const app = await App.create({ passwordTabConfig: { validLoginMethods: ['email-password'] } });
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  const account = box.labelled('field.email');
  await account.fill(ada.username);
  await box.typePassword(box.password, ada.password);
  await box.button('signIn.submit').click();
  await box.complains(account, 'rule.format.account');
  await expect(account).toBeFocused();
  expect(fault.to(/login/)).toEqual([]);
  await account.fill(ada.email);
  await expect(account).not.toHaveAttribute('aria-invalid', 'true');
  await box.button('signIn.submit').click();
  await box.signedIn();
});

test('F02 Enter in either field submits once, and the Enter that ends a composition does not', async ({ open, fault }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  await box.account.fill(ada.username);
  await box.typePassword(box.password, ada.password);
  await box.account.evaluate((input) => {
    input.dispatchEvent(new CompositionEvent('compositionstart', { bubbles: true }));
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true, bubbles: true }));
    input.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true, data: '王' }));
  });
  expect(fault.to(/login/)).toEqual([]);
  await box.account.press('Enter');
  await box.signedIn();
  expect(fault.to(/login/).length).toBe(1);
});

test('F03 a password is sent as it was pasted: long, with spaces, quotes and letters of any script', async ({ open }) => {
  const app = await App.create({ passwordStrength: 0 });
  for (const password of [' begins and ends with a space ', 'クジラ🐳"\'\\<b>&amp;', '木'.repeat(256)]) {
    const ada = await app.person({ password });
    const box = await open(app);
    await box.signIn(ada.username, password);
    await box.signedIn();
  }
});

test('F03 a new password beyond the limit is refused with a sentence and never cut', async ({ open, fault }) => {
  const app = await App.create({ passwordStrength: 0, registerTabs: { list: ['username'], default: 'username' } });
  const box = await open(app, { host: fault.origin });
  await box.openRegister();
  const long = 'y'.repeat(257);
  await box.register('field.username', 'grace', long);
  await box.complains(box.password, 'rule.tooLong');
  await expect(box.password).toHaveValue(long);
  expect(fault.to(/register/)).toEqual([]);
});

test('F03 more than a password is not taken for the one that it begins with', async ({ open }) => {
  const app = await App.create({ passwordStrength: 0 });
  const password = 'z'.repeat(256);
  const ada = await app.person({ password });
  const box = await open(app);
  await box.signIn(ada.username, `${password}z`);
  await expect(box.notice).toHaveText(box.words.like('fault.wrongPassword.left'));
});

test('the box keeps nothing behind but what an empty form looks like: no cookie, no history', async ({ open, page, context }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  const history = await page.evaluate(() => window.history.length);
  await box.signIn(ada.email, ada.password);
  await box.signedIn();
  const kept = await page.evaluate(() => [sessionStorage.length, document.cookie, window.history.length, JSON.stringify(window.history.state)]);
  expect(kept).toEqual([0, '', history, 'null']);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([expect.stringMatching(/^guard-login:1:/)]);
  expect(await context.cookies()).toEqual([]);
});

test('a press on the tab that is shown anyway leaves what is under way, and what was said', async ({ open, fault }) => {
  const app = await App.create({ ...CODES, loginTabs: { list: ['password', 'phone-code'], default: 'password' } });
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  const answer = held();
  fault.next(/login\/account/, answer.step);
  await box.signIn(ada.email, `${ada.password}, but wrong`);
  await box.tab('signIn.way.password').click();
  answer.release();
  await box.notices('fault.wrongPassword.left', { count: 2 });
  await box.tab('signIn.way.password').click();
  await box.notices('fault.wrongPassword.left', { count: 2 });
});

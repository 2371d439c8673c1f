// Opening an account by address and by user name.
import { App, expect, test } from '../support/test.ts';
import { PASSWORD, unique } from '../support/api.ts';
import { CODES } from '../support/screens.ts';

test('a person registers with an address and a password, is written to, and signs in', { tag: ['@RG-1'] }, async ({ open, quiet }) => {
  const app = await App.create();
  const email = `grace-${unique()}@example.com`;
  const box = await open(app);
  await box.openRegister();
  await box.register('field.email', email, PASSWORD);
  await box.shows('registered.mail.title');
  await expect(box.element.getByText(box.say('registered.mail.text', { account: email }))).toBeVisible();
  expect(quiet.details('register')).toEqual([{ appId: app.id, user: null }]);
  // A word of welcome, and a link by which the address is confirmed.
  await expect.poll(async () => (await app.mails(email)).length).toBe(2);
  await box.button('registered.signIn').click();
  await expect(box.account).toHaveValue(email);
  await box.typePassword(box.password, PASSWORD);
  await box.button('signIn.submit').click();
  await box.signedIn();
});

test('where the app tells who exists, registering signs in at once', { tag: ['@RG-1'] }, async ({ open, quiet }) => {
  const app = await App.create({ tellsWhetherTaken: true });
  const email = `grace-${unique()}@example.com`;
  const box = await open(app);
  await box.openRegister();
  await box.register('field.email', email, PASSWORD);
  await box.signedIn();
  expect(quiet.details('register')[0]).toMatchObject({ appId: app.id, user: { email } });
  expect(quiet.details('login')[0]).toMatchObject({ appId: app.id, user: { email } });
});

test('where an address must be confirmed first, registering ends with a word and no session', { tag: ['@RG-1'] }, async ({ open, quiet }) => {
  const app = await App.create({ tellsWhetherTaken: true, unverifiedMaySignIn: false });
  const email = `grace-${unique()}@example.com`;
  const box = await open(app);
  await box.openRegister();
  await box.register('field.email', email, PASSWORD);
  await box.shows('registered.title');
  expect(quiet.names()).not.toContain('login');
  await box.button('registered.signIn').click();
  await box.signIn(email, PASSWORD);
  await box.shows('unverified.title');
});

test('what is no address, and a password that is too short, are said at their fields', { tag: ['@RG-1', '@failure'] }, async ({ open, fault }) => {
  const box = await open(await App.create(), { host: fault.origin });
  await box.openRegister();
  const email = box.field('field.email');
  await box.submit.click();
  await box.complains(email, 'rule.required.email');
  for (const wrong of ['grace', 'grace@', '@example.com', 'grace hopper@example.com', 'grace@example', 'a@b@example.com']) {
    await box.register('field.email', wrong, PASSWORD);
    await box.complains(email, 'rule.format.email');
    await expect(email).toBeFocused();
  }
  await box.register('field.email', 'grace@example.com', 'short');
  await box.complains(box.password, 'rule.tooShort', { count: 8 });
  await expect(box.password).toBeFocused();
  expect(fault.to(/register/)).toEqual([]);
});

test('a person registers with a user name and is in at once', { tag: ['@RG-4'] }, async ({ open, quiet }) => {
  const app = await App.create({ registerTabs: { list: ['username', 'email'], default: 'username' } });
  const username = `grace.hopper_${unique()}`;
  const box = await open(app);
  await box.openRegister();
  await box.register('field.username', username, PASSWORD);
  await box.signedIn();
  expect(quiet.details('register')[0]).toMatchObject({ user: { username } });
  expect(await app.signsIn(username, PASSWORD)).toBe(true);
});

test('a user name of wrong letters, of digits alone or of the wrong length is refused at its field', { tag: ['@RG-4', '@failure'] }, async ({ open, fault }) => {
  const box = await open(await App.create({ registerTabs: { list: ['username'], default: 'username' } }), { host: fault.origin });
  await box.openRegister();
  const field = box.field('field.username');
  for (const [name, rule, values] of [
    ['grace hopper', 'rule.format.username', {}],
    ['grace@example.com', 'rule.format.username', {}],
    ['1234567', 'rule.format.username', {}],
    ['gh', 'rule.tooShort', { count: 3 }],
    ['g'.repeat(33), 'rule.tooLong', {}],
  ] as const) {
    await box.register('field.username', name, PASSWORD);
    await box.complains(field, rule, values);
  }
  expect(fault.to(/register/)).toEqual([]);
});

test('the two ways are tabs, in the app’s order, and going between them keeps the password', { tag: ['@RG-1', '@RG-4'] }, async ({ open }) => {
  const app = await App.create({ registerTabs: { list: ['email', 'username'], default: 'username' } });
  const box = await open(app);
  await box.openRegister();
  await expect(box.element.getByRole('tab')).toHaveText([box.say('register.way.username'), box.say('register.way.email')]);
  await box.typePassword(box.password, PASSWORD);
  await box.tab('register.way.username').press('ArrowRight');
  await expect(box.tab('register.way.email')).toHaveAttribute('aria-selected', 'true');
  await expect(box.tab('register.way.email')).toBeFocused();
  await expect(box.field('field.email')).toBeVisible();
  await expect(box.password).toHaveValue(PASSWORD);
});

test('what is typed on one way of registering is there again after another was looked at', { tag: ['@RG-1', '@RG-2', '@RG-3'] }, async ({ open }) => {
  const box = await open(await App.create({ ...CODES, registerTabs: { list: ['email', 'emailCode', 'phone'], default: 'email' } }));
  await box.openRegister();
  await box.field('field.email').fill('ada@example.com');
  await box.tab('register.way.phone').click();
  await box.phone.fill('13800000000');
  for (const way of ['register.way.emailCode', 'register.way.email']) {
    await box.tab(way).click();
    await expect(box.field('field.email')).toHaveValue('ada@example.com');
  }
  await box.field('field.email').fill('grace@example.com');
  await box.tab('register.way.phone').click();
  await expect(box.phone).toHaveValue('138 0000 0000');
  await box.tab('register.way.emailCode').click();
  await expect(box.field('field.email')).toHaveValue('grace@example.com');
  // And the form that one came from knows who was meant last.
  await box.button('register.signIn').click();
  await expect(box.account).toHaveValue('grace@example.com');
});

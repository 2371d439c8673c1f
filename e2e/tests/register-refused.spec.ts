// Registrations that an app does not take, and accounts that are taken.
import { App, expect, test } from '../support/test.ts';
import { PASSWORD, unique } from '../support/api.ts';

test('a closed app offers no registration, and an open one does', { tag: ['@RG-8'] }, async ({ open }) => {
  const app = await App.create({ registerDisabled: true });
  const box = await open(app);
  await expect(box.button('signIn.submit')).toBeVisible();
  await expect(box.button('signIn.register')).toHaveCount(0);
  await app.set({ registerDisabled: false });
  await box.page.reload();
  await expect(box.button('signIn.register')).toBeVisible();
});

test('registration that was closed while somebody typed is refused with a sentence', { tag: ['@RG-8', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create();
  const box = await open(app);
  await box.openRegister();
  await app.set({ registerDisabled: true });
  const email = `grace-${unique()}@example.com`;
  await box.register('field.email', email, PASSWORD);
  await box.notices('fault.registrationClosed');
  expect(quiet.details('register-error')[0]).toMatchObject({ appId: app.id, code: 'REGISTRATION_CLOSED' });
  await expect(box.field('field.email')).toHaveValue(email);
  await expect(box.password).toHaveValue(PASSWORD);
});

test('whoever is on the list may register, by address or by domain', { tag: ['@RG-8'] }, async ({ open }) => {
  const name = unique();
  const app = await App.create({ registrationEmailAllowlist: [`grace-${name}@example.com`, 'example.org'] });
  for (const email of [`grace-${name}@example.com`, `anybody-${name}@example.org`]) {
    const box = await open(app);
    await box.openRegister();
    await box.register('field.email', email, PASSWORD);
    await box.shows('registered.mail.title');
    expect(await app.signsIn(email, PASSWORD)).toBe(true);
  }
});

test('whoever is not on the list is told so, and no account is made', { tag: ['@RG-8', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create({ registrationEmailAllowlist: ['example.org'] });
  const email = `grace-${unique()}@example.com`;
  const box = await open(app);
  await box.openRegister();
  await box.register('field.email', email, PASSWORD);
  await box.notices('fault.notOnList');
  expect(quiet.details('register-error')[0]).toMatchObject({ code: 'NOT_ON_LIST' });
  expect(await app.signsIn(email, PASSWORD)).toBe(false);
  expect(await app.mails(email)).toEqual([]);
});

test('a taken address is said at the field where the app tells, and another address then works', { tag: ['@RG-9'] }, async ({ open, quiet }) => {
  const app = await App.create({ tellsWhetherTaken: true });
  const ada = await app.person();
  const box = await open(app);
  await box.openRegister();
  await box.register('field.email', ada.email, PASSWORD);
  const field = box.field('field.email');
  await box.complains(field, 'fault.taken.email');
  await expect(field).toBeFocused();
  expect(quiet.details('register-error')[0]).toMatchObject({ code: 'TAKEN', data: { field: 'email' } });
  await box.register('field.email', `other-${ada.email}`, PASSWORD);
  await box.signedIn();
});

test('a taken user name is said at the field', { tag: ['@RG-9', '@RG-4', '@failure'] }, async ({ open }) => {
  const app = await App.create({ registerTabs: { list: ['username'], default: 'username' } });
  const ada = await app.person();
  const box = await open(app);
  await box.openRegister();
  await box.register('field.username', ada.username.toUpperCase(), PASSWORD);
  await box.complains(box.field('field.username'), 'fault.taken.username');
  await expect(box.password).toHaveValue(PASSWORD);
});

test('where the app does not tell, a taken address looks like a free one; its owner is written to and keeps the password', { tag: ['@RG-9', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.openRegister();
  await box.register('field.email', ada.email, 'somebody else’s idea');
  await box.shows('registered.mail.title');
  await expect(box.element.getByText(box.say('registered.mail.text', { account: ada.email }))).toBeVisible();
  expect(quiet.details('register')).toEqual([{ appId: app.id, user: null }]);
  await expect.poll(async () => (await app.mails(ada.email)).map((it) => it.subject)).toEqual([expect.stringContaining('already')]);
  expect(await app.signsIn(ada.email, ada.password)).toBe(true);
});

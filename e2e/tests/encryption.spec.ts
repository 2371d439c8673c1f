// The password leaves the page encrypted under the app's key, or not at all.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { App, expect, test } from '../support/test.ts';
import { changed } from '../support/faults.ts';
import { PASSWORD } from '../support/api.ts';

const body = (text: string | undefined) => JSON.parse(text ?? '{}') as Record<string, string>;

test('a password travels as base64 of the app’s RSA key, other bytes each time', { tag: ['@PW-6'] }, async ({ open, fault }) => {
  const app = await App.create();
  const ada = await app.person();
  const sealed = [];
  for (const _ of [1, 2]) {
    const box = await open(app, { host: fault.origin });
    await box.signIn(ada.email, ada.password);
    await box.signedIn();
    const { password, account } = body(fault.to(/login\/account/).at(-1)?.body);
    expect(account).toBe(ada.email);
    sealed.push(password);
  }
  const config = (await (await fetch(`${fault.origin}/api/v2/applications/${app.id}/public-config`)).json()) as { data: { publicKey: string } };
  const bits = createPublicKey(config.data.publicKey).asymmetricKeyDetails?.modulusLength ?? 0;
  for (const it of sealed) {
    expect(it).toMatch(/^[A-Za-z0-9+/]+=*$/);
    expect(Buffer.from(it ?? '', 'base64').length).toBe(bits / 8);
  }
  expect(sealed[0]).not.toBe(sealed[1]);
});

test('registering and choosing a new password encrypt it, too', { tag: ['@PW-6'] }, async ({ open, fault }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  await box.openRegister();
  await box.register('field.email', `new-${ada.email}`, PASSWORD);
  await expect.poll(() => fault.to(/register-email/).length).toBe(1);
  await box.shows('registered.mail.title');
  await box.button('registered.signIn').click();
  await box.openForgot();
  await box.field('field.email').fill(ada.email);
  await box.button('forgot.submit').click();
  await box.enterCode(await app.code(ada.email));
  await box.typePassword(box.newPassword, 'another wooden lamp');
  await box.button('newPassword.submit').click();
  await box.shows('passwordChanged.title');
  // That no request holds the password itself, quiet checks of every test.
  expect(body(fault.to(/register-email/)[0]?.body).password).toMatch(/^[A-Za-z0-9+/]{300,}=*$/);
  const reset = body(fault.to(/password-reset/)[0]?.body);
  expect(reset.newPassword).toMatch(/^[A-Za-z0-9+/]{300,}=*$/);
  expect(reset.repeatPassword).toBe(reset.newPassword);
});

const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'pem' }).toString();
const short = generateKeyPairSync('rsa', { modulusLength: 512 }).publicKey.export({ type: 'spki', format: 'pem' }).toString();

for (const [name, publicKey] of Object.entries({
  missing: undefined,
  'no text': 7,
  empty: '',
  'no PEM': 'MIIBIjANBg',
  'cut off': '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----',
  'of another kind': elliptic,
  'too short to be safe': short,
})) {
  test(`a key that is ${name} is refused when the box loads, by the name of its setting`, { tag: ['@PW-6', '@failure'] }, async ({ open, fault, quiet }) => {
    const app = await App.create();
    fault.next(/public-config/, changed((it) => ({ ...it, data: { ...(it.data as object), publicKey } })));
    const box = await open(app, { host: fault.origin });
    await box.shows('broken.title');
    await expect(box.notice).toContainText('publicKey');
    await expect(box.password).toHaveCount(0);
    expect(quiet.details('load-error')[0]).toMatchObject({ code: 'CONFIG_INVALID', data: { path: 'publicKey' } });
  });
}

test('a password that cannot be decrypted is answered like a wrong one', { tag: ['@PW-6', '@failure'] }, async ({ open, fault }) => {
  const app = await App.create();
  const ada = await app.person();
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString();
  fault.next(/public-config/, changed((it) => ({ ...it, data: { ...(it.data as object), publicKey: other } })));
  const box = await open(app, { host: fault.origin });
  await box.signIn(ada.email, ada.password);
  await box.notices('fault.wrongPassword.left', { count: 2 });
});

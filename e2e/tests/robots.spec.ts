// Pictures before an account is opened with a password.
import { App, expect, test } from '../support/test.ts';
import { PASSWORD, unique } from '../support/api.ts';

const ALWAYS = { registerSmsConfig: { robot: { switch: 'ON' } } };

test('a picture that registering asks for is read, and the registration goes on by itself', { tag: ['@PW-7', '@RG-1'] }, async ({ open, fault }) => {
  const app = await App.create(ALWAYS);
  const box = await open(app, { host: fault.origin });
  await box.openRegister();
  const email = `grace-${unique()}@example.com`;
  await box.register('field.email', email, PASSWORD);
  const dialog = box.element.getByRole('dialog');
  await expect(dialog.getByRole('img')).toBeVisible();
  await expect.poll(() => fault.to(/security\/captcha\?r=/).length).toBe(1);
  const r = fault.to(/security\/captcha\?r=/)[0]?.path.split('r=')[1] ?? '';
  await dialog.getByRole('textbox').fill(await App.letters(r));
  await dialog.getByRole('button', { name: box.say('captcha.submit') }).click();
  await box.shows('registered.mail.title');
  expect(await app.signsIn(email, PASSWORD)).toBe(true);
});

test('other letters open no account, and leaving keeps what was typed', { tag: ['@PW-7', '@RG-1', '@failure'] }, async ({ open, page }) => {
  const app = await App.create(ALWAYS);
  const box = await open(app);
  await box.openRegister();
  const email = `grace-${unique()}@example.com`;
  await box.register('field.email', email, PASSWORD);
  const dialog = box.element.getByRole('dialog');
  await dialog.getByRole('textbox').fill('zzzzz');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(box.say('captcha.again'))).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(box.element.getByRole('textbox', { name: box.say('field.email') })).toHaveValue(email);
  expect(await app.mails(email)).toEqual([]);
});

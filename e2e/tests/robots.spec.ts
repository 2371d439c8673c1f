// Pictures before an account is opened with a password, and the sound of them.
import { App, expect, test } from '../support/test.ts';
import { PASSWORD, unique } from '../support/api.ts';
import { answer, held, reset } from '../support/faults.ts';

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

/** A tenth of a second of silence. */
const silence = (): Buffer => {
  const wav = Buffer.alloc(44 + 1600);
  wav.write('RIFF');
  wav.writeUInt32LE(36 + 1600, 4);
  wav.write('WAVEfmt ', 8);
  for (const [at, value] of [[16, 16], [24, 8000], [28, 16_000], [40, 1600]] as const) wav.writeUInt32LE(value, at);
  for (const [at, value] of [[20, 1], [22, 1], [32, 2], [34, 16]] as const) wav.writeUInt16LE(value, at);
  wav.write('data', 36);
  return wav;
};
const [PICTURE, SOUND] = [/captcha\?r=/, /captcha\/audio/];
const sound = answer(silence(), { headers: { 'content-type': 'audio/wav' } });

test('a sound that does not come is not said of the picture, and one that comes does not hide that there is none', { tag: ['@PW-7', '@failure'] }, async ({ open, page, fault }) => {
  await page.addInitScript(() => {
    const { close } = AudioContext.prototype;
    AudioContext.prototype.close = function () {
      Object.assign(window, { over: ((window as unknown as { over?: number }).over ?? 0) + 1 });
      return close.apply(this);
    };
  });
  const over = () => page.evaluate(() => (window as unknown as { over?: number }).over ?? 0);
  const app = await App.create({ appRobotVerify: 'always_enable' });
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  await box.signIn(ada.email, ada.password);
  const dialog = box.element.getByRole('dialog');
  const [letters, listen] = [dialog.getByRole('textbox'), dialog.getByRole('button', { name: box.say('captcha.listen') })];
  await expect(dialog.getByRole('img')).toBeVisible();
  fault.next(SOUND, reset);
  await listen.click();
  await box.complains(letters, 'captcha.silent');
  fault.next(SOUND, sound);
  await listen.click();
  await expect.poll(over).toBe(2);
  await expect(letters).not.toHaveAttribute('aria-invalid', 'true');
  fault.next(PICTURE, reset);
  await dialog.getByRole('button', { name: box.say('captcha.refresh') }).click();
  await box.complains(letters, 'captcha.missing');
  fault.next(SOUND, sound);
  await listen.click();
  await expect.poll(over).toBe(3);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await box.complains(letters, 'captcha.missing');
});

test('a sound that is being played is not begun again', { tag: ['@PW-7'] }, async ({ open, fault }) => {
  const app = await App.create({ appRobotVerify: 'always_enable' });
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  await box.signIn(ada.email, ada.password);
  const listen = box.element.getByRole('dialog').getByRole('button', { name: box.say('captcha.listen') });
  const { step, release } = held(reset);
  fault.next(SOUND, step, held().step);
  const asked = () => fault.to(SOUND).length;
  await listen.click();
  await listen.click();
  await expect.poll(asked).toBe(1);
  release();
  await expect(box.element.getByText(box.say('captcha.silent'))).toBeVisible();
  expect(asked()).toBe(1);
  await listen.click();
  await expect.poll(asked).toBe(2);
});

test('a sound that fails is not said of the picture that came meanwhile, which can be heard', { tag: ['@PW-7'] }, async ({ open, fault, page }) => {
  const app = await App.create({ appRobotVerify: 'always_enable' });
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  await box.signIn(ada.email, ada.password);
  const dialog = box.element.getByRole('dialog');
  const listen = dialog.getByRole('button', { name: box.say('captcha.listen') });
  const { step, release } = held(reset);
  fault.next(SOUND, step, held().step);
  const asked = () => fault.to(SOUND).length;
  await listen.click();
  await expect.poll(asked).toBe(1);
  const drawn = page.waitForResponse(PICTURE);
  await dialog.getByRole('button', { name: box.say('captcha.refresh') }).click();
  await drawn;
  await listen.click();
  await expect.poll(asked).toBe(2);
  release();
  await page.waitForTimeout(300);
  await expect(box.element.getByText(box.say('captcha.silent'))).toHaveCount(0);
});

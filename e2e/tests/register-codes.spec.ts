// Registering by a code, what has to be agreed to, addresses that nobody has confirmed, and pictures for people.
import { answer } from '../support/faults.ts';
import { App, expect, test } from '../support/test.ts';
import { CODES, MERGED, number } from '../support/screens.ts';
import { PASSWORD, unique } from '../support/api.ts';
import { Words } from '../support/words.ts';

const TERMS = { id: 1, title: 'I agree to the <a href="https://example.com/terms">Terms</a>', lang: 'en-US', required: true, availableAt: 0, order: 0 };

test('a mailed code opens an account and signs in', { tag: ['@RG-2'] }, async ({ open, quiet }) => {
  const app = await App.create(CODES);
  const box = await open(app);
  await box.openRegister();
  await box.tab('register.way.emailCode').click();
  const email = `grace-${unique()}@example.com`;
  await box.sendCode('field.email', email, 'register.sendCode');
  await box.code.fill(await app.code(email));
  await box.signedIn();
  expect(quiet.details('register')[0]).toMatchObject({ user: { email, emailVerified: true } });
});

test('a wrong code opens none', { tag: ['@RG-2', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create(CODES);
  const box = await open(app);
  await box.openRegister();
  await box.tab('register.way.emailCode').click();
  const email = `grace-${unique()}@example.com`;
  await box.sendCode('field.email', email, 'register.sendCode');
  const right = await app.code(email);
  await box.code.fill(right === '123456' ? '654321' : '123456');
  await box.complains(box.code, 'fault.wrongCode.left', { count: 4 });
  expect(quiet.details('register')).toEqual([]);
});

test('a number registers with a password of its own', { tag: ['@RG-3'] }, async ({ open }) => {
  const app = await App.create({ ...CODES, passwordTabConfig: { validLoginMethods: ['phone-password', 'email-password'] } });
  const box = await open(app);
  const phone = number();
  await box.openRegister();
  await box.tab('register.way.phone').click();
  await box.sendCode('field.phone', phone, 'register.sendCode');
  await box.button('code.addPassword').click();
  await box.typePassword(box.password, PASSWORD);
  await box.code.fill(await app.code(`+86${phone}`));
  // With a password to choose, a complete code waits.
  await box.shows('code.title');
  await box.button('code.register').click();
  await box.signedIn();
  expect(await app.signsIn(phone, PASSWORD)).toBe(true);
});

test('a number registers by the code alone', { tag: ['@RG-3'] }, async ({ open }) => {
  const app = await App.create(CODES);
  const box = await open(app);
  const phone = number();
  await box.openRegister();
  await box.tab('register.way.phone').click();
  await box.sendCode('field.phone', phone, 'register.sendCode');
  await box.code.fill(await app.code(`+86${phone}`));
  await box.signedIn();
});

test('a number that has an account is told to who has shown that it is theirs', { tag: ['@RG-3', '@failure'] }, async ({ open }) => {
  const app = await App.create(CODES);
  const phone = number();
  await app.person({ phone: `+86${phone}` });
  const box = await open(app);
  await box.openRegister();
  await box.tab('register.way.phone').click();
  await box.sendCode('field.phone', phone, 'register.sendCode');
  await box.code.fill(await app.code(`+86${phone}`));
  await expect(box.element.getByText(box.say('fault.taken.phone'))).toBeVisible();
});

test('what has to be agreed to is asked for, as text and links, in the language of the box', { tag: ['@RG-6', '@failure'] }, async ({ open, fault }) => {
  const app = await App.create({ ...CODES, agreements: [TERMS, { ...TERMS, id: 2, title: 'Send me news', required: false, order: 1 }, { ...TERMS, id: 3, title: '用户协议', lang: 'zh-CN' }] });
  const box = await open(app, { host: fault.origin });
  await expect(box.element.getByRole('checkbox')).toHaveCount(0);
  await box.openRegister();
  await expect(box.element.getByRole('checkbox')).toHaveCount(2);
  await expect(box.element.getByRole('link', { name: 'Terms' })).toHaveAttribute('href', 'https://example.com/terms');
  await box.register('field.email', `grace-${unique()}@example.com`, PASSWORD);
  await expect(box.element.getByText(box.say('agreements.required'))).toBeVisible();
  await expect(box.element.getByRole('checkbox').first()).toBeFocused();
  expect(fault.to(/register-email/).length).toBe(0);
});

test('what was agreed to goes with the registration, by its id', { tag: ['@RG-6'] }, async ({ open, fault }) => {
  const app = await App.create({ ...CODES, agreements: [TERMS] });
  const box = await open(app, { host: fault.origin });
  await box.openRegister();
  await box.element.getByRole('checkbox').check();
  await box.register('field.email', `grace-${unique()}@example.com`, PASSWORD);
  await box.shows('registered.mail.title');
  expect(JSON.parse(fault.to(/register-email/)[0]?.body ?? '{}')).toMatchObject({ agreementIds: [1] });
});

test('where signing in registers, the agreements of both are asked for', { tag: ['@RG-5', '@RG-6'] }, async ({ open }) => {
  const app = await App.create({ ...MERGED, loginTabs: { list: ['phone-code'], default: 'phone-code' }, agreements: [TERMS, { ...TERMS, id: 4, availableAt: 1, order: 1 }] });
  const box = await open(app);
  await expect(box.element.getByRole('checkbox')).toHaveCount(2);
});

test('what has to be agreed to in another language alone is asked for once that is spoken', { tag: ['@RG-6', '@failure'] }, async ({ open }) => {
  const chinese = { ...TERMS, id: 3, title: '用户协议', lang: 'zh-CN' };
  const app = await App.create({ ...CODES, agreements: [{ ...TERMS, availableAt: 1 }, chinese] });
  const box = await open(app);
  await box.openRegister();
  await expect(box.element.getByRole('checkbox')).toHaveCount(0);
  const words = new Words('zh-CN');
  await box.element.evaluate((host) => host.setAttribute('lang', 'zh-CN'));
  await expect(box.title).toHaveText(words.say('register.title'));
  await expect(box.element.getByRole('checkbox')).toHaveCount(1);
  await box.element.getByRole('checkbox').check();
  await box.element.getByRole('textbox').first().fill(`grace-${unique()}@example.com`);
  await box.typePassword(box.element.getByLabel(words.say('field.password'), { exact: true }), PASSWORD);
  await box.submit.click();
  await expect(box.title).toHaveText(words.say('registered.mail.title'));
});

test('what was agreed to stays so where the page changes its language before the code is entered', { tag: ['@RG-6'] }, async ({ open }) => {
  const chinese = { ...TERMS, id: 3, title: '用户协议', lang: 'zh-CN' };
  const app = await App.create({ ...MERGED, loginTabs: { list: ['phone-code'], default: 'phone-code' }, agreements: [TERMS, chinese] });
  const box = await open(app);
  const phone = number();
  await box.element.getByRole('checkbox').check();
  await box.sendCode('field.email.or.phone', phone);
  await box.element.evaluate((host) => host.setAttribute('lang', 'zh-CN'));
  await expect(box.title).not.toHaveText(box.say('code.title'));
  await box.element.getByRole('textbox').first().fill(await app.code(`+86${phone}`));
  await expect(box.title).toHaveText(new Words('zh-CN').say('signedIn.title'));
});

test('an address that nobody has confirmed may not sign in where the app says so, and gets another mail', { tag: ['@RG-7', '@failure'] }, async ({ open }) => {
  const app = await App.create({ unverifiedMaySignIn: false });
  const ada = await app.person({ emailVerified: false });
  const box = await open(app);
  await box.signIn(ada.email, ada.password);
  await box.shows('unverified.title');
  await box.button('unverified.send').click();
  await expect(box.element.getByText(box.say('unverified.sent'))).toBeVisible();
  await app.link(ada.email);
});

test('another mail that is refused as too soon can be asked for when it is time', { tag: ['@RG-7', '@failure'] }, async ({ open, fault }) => {
  const app = await App.create({ unverifiedMaySignIn: false });
  const ada = await app.person({ emailVerified: false });
  const box = await open(app, { host: fault.origin });
  await box.signIn(ada.email, ada.password);
  await box.shows('unverified.title');
  fault.next(/email\/send/, answer({ code: 1002, data: { retryAfter: 3 } }));
  await box.button('unverified.send').click();
  await expect(box.element.getByText(box.say('fault.tooOften'))).toBeVisible();
  const waiting = box.element.getByRole('button', { name: box.words.like('unverified.send.in') });
  await expect(waiting).toHaveAttribute('aria-disabled', 'true');
  // Whoever has confirmed meanwhile need not wait for it.
  await expect(box.button('unverified.done')).not.toHaveAttribute('aria-disabled', 'true');
  await box.button('unverified.send').click();
  await expect(box.element.getByText(box.say('unverified.sent'))).toBeVisible();
});

test('an address that the mailed link has confirmed signs in', { tag: ['@RG-7'] }, async ({ open, browser }) => {
  const app = await App.create({ unverifiedMaySignIn: false });
  const ada = await app.person({ emailVerified: false });
  const box = await open(app);
  await box.signIn(ada.email, ada.password);
  await box.button('unverified.send').click();
  const mail = await browser.newPage();
  await mail.goto(await app.link(ada.email));
  await mail.getByRole('button').first().click();
  await mail.waitForLoadState();
  await mail.close();
  await box.button('unverified.done').click();
  await box.signIn(ada.email, ada.password);
  await box.signedIn();
});

test('a picture that the app asks for is read, and the sign-in goes on by itself', { tag: ['@PW-7'] }, async ({ open, fault }) => {
  const app = await App.create({ appRobotVerify: 'always_enable' });
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  await box.signIn(ada.email, ada.password);
  const dialog = box.element.getByRole('dialog');
  await expect(dialog.getByRole('img')).toBeVisible();
  await expect.poll(() => fault.to(/security\/captcha\?r=/).length).toBe(1);
  const r = fault.to(/security\/captcha\?r=/)[0]?.path.split('r=')[1] ?? '';
  await dialog.getByRole('textbox').fill(await App.letters(r));
  await dialog.getByRole('button', { name: box.say('captcha.submit') }).click();
  await box.signedIn();
});

test('other characters than those of the picture bring a new one, and leaving keeps the form', { tag: ['@PW-7', '@failure'] }, async ({ open, fault, page }) => {
  const app = await App.create({ appRobotVerify: 'always_enable' });
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  await box.signIn(ada.email, ada.password);
  const dialog = box.element.getByRole('dialog');
  const pictures = () => fault.to(/security\/captcha\?r=/).map((it) => it.path);
  await expect.poll(() => pictures().length).toBe(1);
  await dialog.getByRole('button', { name: box.say('captcha.refresh') }).click();
  await expect.poll(() => new Set(pictures()).size).toBe(2);
  await dialog.getByRole('textbox').fill('zzzzz');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(box.say('captcha.again'))).toBeVisible();
  await expect.poll(() => new Set(pictures()).size).toBe(3);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(box.account).toHaveValue(ada.email);
});

test('a picture can be heard, also before it is there: its sound plays to its end, with nothing allowed but asking the backend', { tag: ['@PW-7'] }, async ({ open, page }) => {
  test.setTimeout(60_000);
  interface Sound {
    context: AudioContext;
    seconds: number;
    loudest: number;
    ended: boolean;
  }
  await page.addInitScript(() => {
    const sounds: Sound[] = [];
    Object.assign(window, { sounds });
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (...from) {
      const samples = this.buffer?.getChannelData(0) ?? new Float32Array();
      const sound = { context: this.context as AudioContext, seconds: this.buffer?.duration ?? 0, loudest: samples.reduce((most, it) => Math.max(most, Math.abs(it)), 0), ended: false };
      this.addEventListener('ended', () => (sound.ended = true));
      sounds.push(sound);
      return start.apply(this, from);
    };
  });
  const app = await App.create({ appRobotVerify: 'always_enable' });
  const ada = await app.person();
  const box = await open(app);
  let draw = () => {};
  const gate = new Promise<void>((resolve) => (draw = resolve));
  await page.route(/security\/captcha\?/, async (route) => {
    await gate;
    await route.continue();
  });
  await box.signIn(ada.email, ada.password);
  const dialog = box.element.getByRole('dialog');
  await dialog.getByRole('button', { name: box.say('captcha.listen') }).click();
  // Long enough for the sound to have been asked for too early.
  await page.waitForTimeout(500);
  draw();
  const heard = () =>
    page.evaluate(() => {
      const [sound] = (window as unknown as { sounds: Sound[] }).sounds;
      return sound && { at: sound.context.currentTime, state: sound.context.state, seconds: sound.seconds, loudest: sound.loudest, ended: sound.ended };
    });
  await expect.poll(async () => (await heard())?.at ?? 0).toBeGreaterThan(0.5);
  const playing = await heard();
  expect(playing).toMatchObject({ state: 'running', ended: false });
  expect(playing?.seconds).toBeGreaterThan(1);
  expect(playing?.loudest).toBeGreaterThan(0.05);
  await expect.poll(async () => (await heard())?.ended, { timeout: 30_000 }).toBe(true);
  const over = await heard();
  expect(over?.at).toBeGreaterThanOrEqual(playing?.seconds ?? Number.NaN);
  // Nothing that the sound needed stays behind.
  await expect.poll(async () => (await heard())?.state).toBe('closed');
});

// Screens that come in files of their own: when they are fetched, and what happens when they do not arrive.
import { App, expect, test } from '../support/test.ts';
import { PASSWORD } from '../support/api.ts';
import { picture } from '../support/scan.ts';
import { withoutModule } from '../support/module.ts';
import { CODES, SCAN } from '../support/screens.ts';

const ACCOUNT = /split_account\.\w+\.wasm$/;

test('a screen of another file is fetched when somebody points at what leads there, and not before', async ({ open, page }) => {
  const app = await App.create();
  const asked: string[] = [];
  page.on('request', (it) => ACCOUNT.test(it.url()) && asked.push(it.url()));
  const box = await open(app);
  await box.shows('signIn.title', { app: app.name });
  await box.account.fill('somebody');
  await box.typePassword(box.password, PASSWORD);
  await page.waitForTimeout(300);
  expect(asked).toEqual([]);
  await box.button('signIn.forgot').hover();
  await expect.poll(() => asked.length).toBe(1);
  // Once is enough for every screen in it.
  await box.openForgot();
  await box.button('box.back').click();
  await box.openRegister();
  expect(asked.length).toBe(1);
});

test('a box may begin with a screen of another file', async ({ open }) => {
  const app = await App.create();
  const box = await open(app, { attributes: { view: 'register' } });
  await box.shows('register.title');
});

test('a file that does not arrive is said, can be asked for again, and leaves signing in as it was @failure', async ({ open, page }) => {
  const app = await App.create();
  const ada = await app.person();
  let broken = true;
  await page.route(ACCOUNT, (route) => (broken ? route.abort() : route.continue()));
  const box = await open(app);
  await box.button('signIn.register').click();
  await box.shows('missing.title');
  await box.button('box.retry').click();
  await box.shows('missing.title');
  await box.button('box.back').click();
  await box.signIn(ada.email, `${PASSWORD}, but wrong`);
  await box.notices('fault.wrongPassword.left', { count: 2 });
  await box.button('signIn.register').click();
  await box.shows('missing.title');
  broken = false;
  await box.button('box.retry').click();
  await box.shows('register.title');
  // And it can be used by keyboard at once.
  await expect(box.field('field.email')).toBeFocused();
});

test('who was typed before a file that does not arrive is there again when it has arrived @failure', async ({ open, page }) => {
  const { arrive } = await withoutModule(page);
  let broken = true;
  await page.route(ACCOUNT, (route) => (broken ? route.abort() : route.continue()));
  const box = await open(await App.create({ ...CODES, loginTabs: { list: ['phone-code', 'password'], default: 'phone-code' } }));
  await box.account.fill('ada@example.com');
  arrive();
  await box.shows('missing.title');
  broken = false;
  await box.button('box.retry').click();
  await expect(box.field('field.email.or.phone')).toHaveValue('ada@example.com');
});

test('Z08 a chunk that stalls is given up in time, and a new try gets it @failure', async ({ open, page }) => {
  test.slow();
  let stalls = true;
  await page.route(ACCOUNT, (route) => (stalls ? undefined : route.continue()));
  const box = await open(await App.create());
  await box.button('signIn.register').click();
  await expect(box.title).toHaveText(box.say('missing.title'), { timeout: 25_000 });
  stalls = false;
  await box.button('box.retry').click();
  await box.shows('register.title');
});

test('what has to be agreed to does not arrive: it is said, and a press or the link asks for it again @failure', async ({ open, page }) => {
  const agreement = { id: 1, title: 'I agree to the terms', lang: 'en-US', required: true, availableAt: 1, order: 0 };
  const app = await App.create({ agreements: [agreement] });
  const ada = await app.person();
  let broken = true;
  await page.route(ACCOUNT, (route) => (broken ? route.abort() : route.continue()));
  const box = await open(app);
  const said = box.element.getByRole('alert').filter({ hasText: box.say('missing.title') });
  await expect(said).toBeVisible();
  await box.button('box.retry').click();
  await expect(said).toBeVisible();
  broken = false;
  await box.signIn(ada.email, ada.password);
  await expect(said).toHaveCount(0);
  await expect(box.element.getByText(box.say('agreements.required'))).toBeVisible();
  await box.element.getByRole('checkbox').check();
  await box.submit.click();
  await box.signedIn();
});

test('a picture that the backend asks for does not arrive: it is said, to the page too, and a press asks again', { tag: ['@PW-7', '@failure'] }, async ({ open, page, quiet }) => {
  const app = await App.create({ appRobotVerify: 'always_enable' });
  const ada = await app.person();
  let broken = true;
  await page.route(ACCOUNT, (route) => (broken ? route.abort() : route.continue()));
  const box = await open(app);
  await box.signIn(ada.email, ada.password);
  await box.notices('fault.unreachable');
  expect(quiet.details('login-error').map((it) => it.code)).toEqual(['UNREACHABLE']);
  await expect(box.submit).not.toHaveAttribute('aria-busy', 'true');
  broken = false;
  await box.submit.click();
  await expect(box.element.getByRole('dialog')).toBeVisible();
});

test('a file that comes late for a screen that was left takes nothing away from the one on show', { tag: ['@QR-1', '@failure'] }, async ({ open, page }) => {
  const app = await App.create(SCAN);
  let arrive = () => {};
  const gate = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(ACCOUNT, async (route) => {
    await gate;
    await route.continue();
  });
  await page.addInitScript(() => {
    const [link, linked] = [WebAssembly.instantiate as (bytes: ArrayBuffer, imports: WebAssembly.Imports) => Promise<unknown>, [] as number[]];
    const linking = (bytes: ArrayBuffer, imports: WebAssembly.Imports) => link(bytes, imports).then((it) => (linked.push(bytes.byteLength), it));
    Object.assign(WebAssembly, { instantiate: linking });
    Object.assign(window, { linked });
  });
  const box = await open(app);
  await box.shows('signIn.title', { app: app.name });
  const change = (name: string) => box.element.evaluate((it, name) => (it as HTMLElement & { changeView(name: string): Promise<void> }).changeView(name), name);
  await change('register');
  await change('scan');
  await box.shows('scan.title');
  const late = page.waitForResponse(ACCOUNT);
  arrive();
  const { length } = await (await late).body();
  await expect.poll(() => page.evaluate(() => (window as unknown as { linked: number[] }).linked)).toContain(length);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await box.shows('scan.title');
  await expect(picture(box)).toBeVisible();
  await change('register');
  await box.shows('register.title');
});

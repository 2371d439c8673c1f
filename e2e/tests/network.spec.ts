// Networks that fail, and people who press again: hardening cases N01 to N06.
import { App, expect, test, Words } from '../support/test.ts';
import { answer, held, lost, reset } from '../support/faults.ts';
import { PASSWORD, unique } from '../support/api.ts';

const LOGIN = /login\/account/;

test('N01 without a network nothing is sent and nothing is lost; when it is back the error goes, and nobody presses by themselves', async ({ open, fault, context, quiet, page }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  await box.shows('signIn.title', { app: app.name });
  await context.setOffline(true);
  await box.signIn(ada.email, PASSWORD);
  await box.notices('fault.offline');
  expect(quiet.details('login-error')[0]).toMatchObject({ code: 'OFFLINE' });
  await context.setOffline(false);
  await expect(box.notice).toBeEmpty();
  await expect(box.account).toHaveValue(ada.email);
  await expect(box.password).toHaveValue(PASSWORD);
  await page.waitForTimeout(500);
  expect(fault.to(LOGIN)).toEqual([]);
  await box.button('signIn.submit').click();
  await box.signedIn();
});

test('N01 a box that was opened without a network loads by itself when it is back', async ({ open, context, page }) => {
  const app = await App.create();
  const box = await open(app);
  await box.shows('signIn.title', { app: app.name });
  // The widget is there; its settings are not.
  await page.waitForTimeout(5200);
  await context.setOffline(true);
  await box.element.evaluate((it) => it.replaceWith(it.cloneNode()));
  await box.shows('broken.title');
  await box.notices('broken.offline');
  await context.setOffline(false);
  await box.shows('signIn.title', { app: app.name });
});

test('N02 a sign-in whose answer is lost says that it may have worked, and works on the second press', async ({ open, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  fault.next(LOGIN, reset);
  await box.signIn(ada.email, PASSWORD);
  await box.notices('fault.unreachable');
  expect(quiet.details('login-error')[0]).toMatchObject({ code: 'UNREACHABLE' });
  await expect(box.password).toHaveValue(PASSWORD);
  await box.button('signIn.submit').click();
  await box.signedIn();
  expect(fault.to(LOGIN).length).toBe(2);
});

test('N02 on a connection that was used before, the browser’s own second try is the last', async ({ open, fault }) => {
  fault.keepsConnections = true;
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  fault.always(LOGIN, reset);
  await box.signIn(ada.email, PASSWORD);
  await box.notices('fault.unreachable');
  expect(fault.to(LOGIN).length).toBeLessThanOrEqual(2);
});

for (const [way, field] of [['email', 'field.email'], ['username', 'field.username']] as const) {
  test(`N03 a registration by ${way} whose answer is lost can be repeated: one account, one welcome, one link`, async ({ open, fault }) => {
    const app = await App.create({ registerTabs: { list: [way], default: way } });
    const name = way === 'email' ? `grace-${unique()}@example.com` : `grace-${unique()}`;
    const box = await open(app, { host: fault.origin });
    await box.openRegister();
    fault.next(/register-/, lost);
    await box.register(field, name, PASSWORD);
    await box.notices('fault.unreachable');
    await box.button('register.submit').click();
    await (way === 'email' ? box.shows('registered.mail.title') : box.signedIn());
    expect(fault.to(/register-/).length).toBe(2);
    expect(await app.signsIn(name, PASSWORD)).toBe(true);
    if (way === 'email') {
      await expect.poll(async () => (await app.mails(name)).map((it) => it.subject).sort()).toEqual([expect.stringContaining('Confirm'), expect.stringContaining('Welcome')]);
    }
  });
}

test('N04 twenty presses of Enter and a few of the button are one sign-in', async ({ open, fault, page }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  const { step, release } = held();
  fault.next(LOGIN, step);
  await box.account.fill(ada.email);
  await box.typePassword(box.password, PASSWORD);
  await Promise.all(Array.from({ length: 20 }, () => page.keyboard.press('Enter')));
  await box.submit.evaluate((button: HTMLButtonElement) => {
    for (let count = 0; count < 5; count += 1) button.click();
  });
  await expect(box.submit).toHaveAttribute('aria-busy', 'true');
  release();
  await box.signedIn();
  expect(fault.to(LOGIN).length).toBe(1);
});

test('N05 what is edited while an answer is on its way stays, and the answer is that to what was sent', async ({ open, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  const [first, second] = [held(answer({ code: 2333, data: { remainCount: 2 } })), held()];
  fault.next(LOGIN, first.step, second.step);
  await box.signIn(ada.email, 'not the password');
  await expect.poll(() => fault.to(LOGIN).length).toBe(1);
  await box.typePassword(box.password, PASSWORD);
  first.release();
  await box.notices('fault.wrongPassword.left', { count: 2 });
  await expect(box.password).toHaveValue(PASSWORD);
  await box.button('signIn.submit').click();
  await expect.poll(() => fault.to(LOGIN).length).toBe(2);
  await box.account.fill('somebody else');
  await box.typePassword(box.password, 'something else');
  second.release();
  await box.signedIn();
  expect(quiet.details('login')[0]).toMatchObject({ user: { email: ada.email } });
});

test('N06 leaving a screen ends its request on the wire, and its answer is not heard', async ({ open, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  const { step, release } = held();
  fault.next(LOGIN, step);
  await box.signIn(ada.email, PASSWORD);
  await expect.poll(() => fault.to(LOGIN).length).toBe(1);
  await box.openRegister();
  await expect.poll(() => fault.to(LOGIN)[0]?.hungUp).toBe(true);
  release();
  await expect(box.submit).not.toHaveAttribute('aria-busy', 'true');
  await box.page.waitForTimeout(300);
  await box.shows('register.title');
  expect(quiet.names().filter((it) => it.startsWith('login'))).toEqual([]);
});

test('N06 changing the way to register while an answer is on its way ends the first registration', async ({ open, fault, quiet }) => {
  const app = await App.create({ tellsWhetherTaken: true });
  const box = await open(app, { host: fault.origin });
  const { step, release } = held(answer({ code: 2026, data: { field: 'email' } }));
  fault.next(/register-email/, step);
  await box.openRegister();
  await box.register('field.email', `grace-${unique()}@example.com`, PASSWORD);
  await expect.poll(() => fault.to(/register-email/).length).toBe(1);
  await box.tab('register.way.username').click();
  await expect.poll(() => fault.to(/register-email/)[0]?.hungUp).toBe(true);
  release();
  const username = `grace-${unique()}`;
  await box.register('field.username', username, PASSWORD);
  await box.signedIn();
  expect(quiet.names()).not.toContain('register-error');
  expect(quiet.details('register').length).toBe(1);
});

test('N06 changing the language while an answer is on its way keeps the request and says the answer in the new one', async ({ open, fault, box: inPage }) => {
  const app = await App.create();
  const box = await open(app, { host: fault.origin });
  const { step, release } = held(answer({ code: 2333, data: { remainCount: 2 } }));
  fault.next(LOGIN, step);
  await box.signIn('ada', 'not the password');
  await expect.poll(() => fault.to(LOGIN).length).toBe(1);
  await box.element.evaluate((it) => it.setAttribute('lang', 'zh-CN'));
  const chinese = inPage('guard-login', new Words('zh-CN'));
  await expect(chinese.account).toHaveValue('ada');
  release();
  await chinese.notices('fault.wrongPassword.left', { count: 2 });
  expect(fault.to(LOGIN).length).toBe(1);
  expect(fault.to(LOGIN)[0]?.hungUp).toBe(false);
});

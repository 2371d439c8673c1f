// Answers that are not what the protocol promises: a sentence, the form intact, and a box that still works. Hardening cases R01 to R08, R12 to R16.
import { App, expect, test } from '../support/test.ts';
import type { Box } from '../support/box.ts';
import type { Quiet } from '../support/quiet.ts';
import { answer, held, redirect, reset, truncated } from '../support/faults.ts';
import { Fault } from '../support/fault.ts';
import { PASSWORD, SERVER, unique } from '../support/api.ts';

const LOGIN = /login\/account/;

/** The box took the answer for what it was: said so, kept the form, told the page, and works. */
async function survived(box: Box, quiet: Quiet, key: string, code: string, account: string): Promise<void> {
  await box.notices(key);
  await expect(box.account).toHaveValue(account);
  await expect(box.password).toHaveValue(PASSWORD);
  await expect.poll(() => quiet.details('login-error').at(-1)?.code).toBe(code);
  expect(quiet.names()).not.toContain('login');
}

async function works(box: Box): Promise<void> {
  await box.button('signIn.submit').click();
  await box.signedIn();
}

test('R01 a page instead of an answer is not shown', async ({ open, fault, quiet, page }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  fault.next(LOGIN, answer('<h1>Welcome</h1><script>window.__xss=1</script>', { headers: { 'content-type': 'text/html' } }));
  await box.signIn(ada.email, PASSWORD);
  await survived(box, quiet, 'fault.unexpected', 'UNEXPECTED_ANSWER', ada.email);
  await expect(box.element.getByText('Welcome', { exact: true })).toHaveCount(0);
  expect(await page.evaluate(() => (window as unknown as { __xss?: number }).__xss)).toBe(undefined);
  await works(box);
});

test('R02 a code that refuses counts, whatever the status is', async ({ open, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  fault.next(LOGIN, answer({ code: 2333, message: '账号或密码错误' }));
  await box.signIn(ada.email, PASSWORD);
  await survived(box, quiet, 'fault.wrongPassword', 'WRONG_PASSWORD', ada.email);
  await works(box);
});

test('R03, R22 success without what it promises is none', async ({ open, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  const token = { id: 'u', token: 'a.b.c' };
  const bodies = [
    { code: 200, data: null }, { code: 200, data: [] }, { code: 200, data: 'x' }, { code: 200 }, { code: 200, data: { id: 'u' } },
    { code: 200, data: { id: 'u', token: '' } }, { code: 200, data: { id: 'u', token: 7 } }, { code: 200, data: { token: 'a.b.c' } },
    { code: '200', data: token }, { code: true, data: token }, { code: null, data: token }, { data: token }, [], null, 'x',
  ];
  fault.next(LOGIN, ...bodies.map((it) => answer(it)), answer('{"code":200.0,"data":{"id":"u","token":"a.b.c"}}'));
  await box.account.fill(ada.email);
  await box.typePassword(box.password, PASSWORD);
  for (let count = 1; count <= bodies.length + 1; count += 1) {
    await box.button('signIn.submit').click();
    await expect.poll(() => quiet.details('login-error').length).toBe(count);
    await survived(box, quiet, 'fault.unexpected', 'UNEXPECTED_ANSWER', ada.email);
  }
  await works(box);
});

test('R04 status and code have to agree', async ({ open, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  const body = { code: 200, data: { id: 'u', token: 'a.b.c' } };
  fault.next(LOGIN, answer(body, { status: 500 }), answer(body, { status: 401 }));
  await box.signIn(ada.email, PASSWORD);
  await survived(box, quiet, 'fault.unavailable', 'UNAVAILABLE', ada.email);
  await box.button('signIn.submit').click();
  await survived(box, quiet, 'fault.unexpected', 'UNEXPECTED_ANSWER', ada.email);
  await works(box);
});

const PAUSES: [header: string | undefined, seconds: number][] = [['30', 30], ['date', 20], ['-5', 1], ['99999999', 900], ['abc', 5], [undefined, 5]];

for (const [header, seconds] of PAUSES) {
  test(`R05 429 with Retry-After ${header ?? 'left out'} disables the button for ${seconds} s, and nothing is sent by itself`, async ({ open, fault, quiet }) => {
    const app = await App.create();
    const ada = await app.person();
    const box = await open(app, { host: fault.origin });
    fault.next(LOGIN, (exchange) => {
      const value = header === 'date' ? new Date(Date.now() + 20_000).toUTCString() : header;
      answer({ code: 429, message: 'slow down' }, { status: 429, headers: { 'content-type': 'application/json', ...(value && { 'retry-after': value }) } })(exchange);
    });
    await box.signIn(ada.email, PASSWORD);
    await survived(box, quiet, 'fault.tooOften', 'TOO_OFTEN', ada.email);
    const { retryAfter } = quiet.details('login-error')[0]?.data as { retryAfter: number };
    expect(retryAfter).toBeLessThanOrEqual(seconds);
    expect(retryAfter).toBeGreaterThanOrEqual(seconds === 20 ? 17 : seconds);
    if (seconds === 1) return works(box);
    const left = async () => {
      const [, minutes, rest] = (await box.submit.innerText()).match(/(\d+):(\d\d)/) ?? [];
      return Number(minutes) * 60 + Number(rest);
    };
    await expect(box.submit).toHaveAttribute('aria-disabled', 'true');
    expect(await left()).toBeGreaterThan(seconds - 4);
    await expect.poll(left).toBeLessThan(retryAfter);
    await box.password.press('Enter');
    expect(fault.to(LOGIN).length).toBe(1);
    if (seconds === 5) await works(box);
  });
}

test('R06 settings that come after three failures are waited for, without a storm', async ({ open, fault }) => {
  const app = await App.create();
  fault.next(/public-config/, ...[500, 502, 503].map((status) => answer('', { status })));
  const box = await open(app, { host: fault.origin, attributes: { view: 'register' } });
  await expect(box.element.getByRole('status', { name: box.say('box.loading') })).toBeVisible();
  await box.shows('register.title');
  expect(fault.to(/public-config/).length).toBe(4);
});

test('R06 settings that do not come end in a card with a way to try again', async ({ open, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  fault.always(/public-config/, answer('<h1>Gateway</h1>', { status: 504, headers: { 'content-type': 'text/html' } }));
  const box = await open(app, { host: fault.origin });
  await box.shows('broken.title');
  await box.notices('broken.unreachable');
  expect(fault.to(/public-config/).length).toBe(4);
  expect(quiet.details('load-error')[0]).toMatchObject({ code: 'UNAVAILABLE' });
  fault.mend();
  await box.button('box.retry').click();
  await box.signIn(ada.email, PASSWORD);
  await box.signedIn();
});

test('R07 what may have been carried out is not sent again by itself, and a second press cannot register twice', async ({ open, fault }) => {
  const app = await App.create();
  const email = `grace-${unique()}@example.com`;
  const box = await open(app, { host: fault.origin });
  fault.next(LOGIN, answer('', { status: 503 }));
  await box.signIn(email, PASSWORD);
  await box.notices('fault.unavailable');
  await box.openRegister();
  fault.next(/register-email/, answer('', { status: 502 }), reset);
  await box.register('field.email', email, PASSWORD);
  await box.notices('fault.unavailable');
  await box.button('register.submit').click();
  await box.notices('fault.unreachable');
  await box.button('register.submit').click();
  await box.shows('registered.mail.title');
  expect(fault.to(LOGIN).length).toBe(1);
  const keys = fault.to(/register-email/).map((it) => it.headers['idempotency-key']);
  expect(keys.length).toBe(3);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[A-Za-z0-9_-]{16,64}$/);
});

test('R08 an answer that breaks off is no answer', async ({ open, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  fault.next(LOGIN, truncated(`${JSON.stringify({ code: 200, data: { id: 'u', token: 'a.b.c' } })}${' '.repeat(140)}`, 500));
  await box.signIn(ada.email, PASSWORD);
  await survived(box, quiet, 'fault.unreachable', 'UNREACHABLE', ada.email);
  await works(box);
});

test('R12 only JSON in UTF-8 is read', async ({ open, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  const good = { code: 200, data: { id: 'u', token: 'a.b.c' } };
  const kinds = ['text/plain', '', 'application/json; charset=utf-16', 'text/json', 'application/javascript'];
  fault.next(LOGIN, ...kinds.map((kind) => answer(good, { headers: kind ? { 'content-type': kind } : {} })), answer(good, { headers: { 'content-type': 'Application/Problem+JSON; charset="UTF-8"' } }));
  await box.account.fill(ada.email);
  await box.typePassword(box.password, PASSWORD);
  for (const index of kinds.keys()) {
    await box.button('signIn.submit').click();
    await expect.poll(() => quiet.details('login-error').length, kinds[index]).toBe(index + 1);
    await survived(box, quiet, 'fault.unexpected', 'UNEXPECTED_ANSWER', ada.email);
  }
  await works(box);
});

test('R15 a redirect to another origin is not followed, and nothing of the password arrives there', async ({ open, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const elsewhere = await Fault.start(SERVER);
  const box = await open(app, { host: fault.origin, connect: [elsewhere.origin] });
  await box.account.fill(ada.email);
  await box.typePassword(box.password, PASSWORD);
  for (const [index, status] of [301, 302, 303, 307, 308].entries()) {
    fault.next(LOGIN, redirect(`${elsewhere.origin}/api/v2/login/account`, status));
    await box.button('signIn.submit').click();
    await expect.poll(() => quiet.details('login-error').length).toBe(index + 1);
    await survived(box, quiet, 'fault.unreachable', 'UNREACHABLE', ada.email);
  }
  expect(elsewhere.seen).toEqual([]);
  await elsewhere.stop();
  await works(box);
});

test('R16 settings are not fetched through a redirect, not even on the same origin', async ({ open, fault }) => {
  const app = await App.create();
  fault.always(/public-config$/, redirect(`/api/v2/applications/${app.id}/public-config?moved`, 301));
  const box = await open(app, { host: fault.origin });
  await box.shows('broken.title');
  await box.notices('broken.unreachable');
  expect(fault.to(/moved/)).toEqual([]);
});

test('R14 an old refusal that arrives after a new success changes nothing', async ({ open, fault, quiet, page }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  const { step, release } = held(answer({ code: 2333, data: { remainCount: 1 } }));
  fault.next(LOGIN, step);
  await box.signIn(ada.email, PASSWORD);
  await expect.poll(() => fault.to(LOGIN).length).toBe(1);
  await box.openRegister();
  await box.button('register.signIn').click();
  await box.signIn(ada.email, PASSWORD);
  await box.signedIn();
  release();
  await page.waitForTimeout(300);
  await box.signedIn();
  expect(quiet.names()).not.toContain('login-error');
  expect(quiet.details('login').length).toBe(1);
});

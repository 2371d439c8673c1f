// Answers without end, without sense or without measure: hardening cases R09 to R11, R13 and R17.
import { App, expect, test } from '../support/test.ts';
import { answer, bomb, drip, endless, silence } from '../support/faults.ts';
import { PASSWORD } from '../support/api.ts';
import { PX } from '../support/payloads.ts';

const LOGIN = /login\/account/;
const DEADLINE = 15_000;

test('R09, R10 answers that drip or never begin are given up after fifteen seconds, on the wire as well', async ({ open, fault, quiet, context }) => {
  test.setTimeout(60_000);
  const app = await App.create();
  const ada = await app.person();
  const silent = async () => {
    const box = await open(app, { host: fault.origin });
    fault.next(LOGIN, silence);
    await box.signIn(ada.email, PASSWORD);
    return box;
  };
  const dripping = async () => {
    const box = await open(app, { host: fault.origin, page: await context.newPage() });
    fault.next(LOGIN, drip());
    await box.signIn(ada.email, PASSWORD);
    return box;
  };
  const first = await silent();
  const second = await dripping();
  const pressed = Date.now();
  // And settings that drip, at the same time.
  fault.always(/public-config/, drip());
  const third = await open(app, { host: fault.origin, attributes: { view: 'register' }, page: await context.newPage() });
  await expect(third.element.getByRole('status', { name: third.say('box.loading') })).toBeVisible();
  await first.page.bringToFront();
  await expect(first.submit).toHaveAttribute('aria-busy', 'true');
  const patience = { timeout: 20_000 };
  await expect(first.notice).toHaveText(first.say('fault.timedOut'), patience);
  expect(Date.now() - pressed).toBeGreaterThan(DEADLINE - 3000);
  await expect(second.notice).toHaveText(second.say('fault.timedOut'), patience);
  await expect(third.title).toHaveText(third.say('broken.title'), patience);
  await third.notices('broken.unreachable');
  expect(Date.now() - pressed).toBeLessThan(DEADLINE + 5000);
  expect(quiet.details('login-error').map((it) => it.code)).toEqual(['TIMED_OUT', 'TIMED_OUT']);
  await expect.poll(() => fault.to(LOGIN).map((it) => it.hungUp)).toEqual([true, true]);
  await expect.poll(() => fault.to(/public-config/).at(-1)?.hungUp).toBe(true);
  fault.mend();
  for (const box of [first, second]) {
    await expect(box.password).toHaveValue(PASSWORD);
    await box.button('signIn.submit').click();
    await box.signedIn();
  }
  await third.button('box.retry').click();
  await third.shows('register.title');
});

for (const [name, flood, where] of [
  ['gigabytes', endless(), 'login'],
  ['a megabyte that unpacks to a gigabyte', bomb(), 'login'],
  ['gigabytes', endless(), 'settings'],
] as const) {
  test(`R11 ${name} in answer to ${where} are cut at one megabyte, and the tab stays small`, async ({ open, fault, page }) => {
    const app = await App.create();
    const ada = await app.person();
    const path = where === 'login' ? LOGIN : /public-config/;
    if (where === 'settings') fault.next(path, flood);
    const box = await open(app, { host: fault.origin });
    const client = await page.context().newCDPSession(page);
    const heap = async () => {
      await client.send('HeapProfiler.collectGarbage');
      const { usedSize, embedderHeapUsedSize, backingStorageSize } = (await client.send('Runtime.getHeapUsage')) as unknown as Record<string, number>;
      return (usedSize ?? 0) + (embedderHeapUsedSize ?? 0) + (backingStorageSize ?? 0);
    };
    if (where === 'login') {
      await box.shows('signIn.title', { app: app.name });
      const before = await heap();
      fault.next(path, flood);
      await box.signIn(ada.email, PASSWORD);
      await box.notices('fault.unexpected');
      expect((await heap()) - before).toBeLessThan(16 * 1024 * 1024);
    } else {
      await box.shows('broken.title');
    }
    // A bomb is small while it travels: it may have been sent whole before anybody hangs up.
    if (!name.includes('unpacks')) {
      await expect.poll(() => fault.to(path)[0]?.hungUp).toBe(true);
      // What the sockets on both sides hold is sent and never read.
      expect(fault.to(path)[0]?.sent).toBeLessThan(64 * 1024 * 1024);
    }
    await (where === 'login' ? box.button('signIn.submit') : box.button('box.retry')).click();
    await (where === 'login' ? box.signedIn() : box.shows('signIn.title', { app: app.name }));
  });
}

const GOOD = '{"code":200,"data":{"id":"u","token":"a.b.c"}}';
const NONSENSE: Record<string, string | Buffer> = {
  'invalid UTF-8': Buffer.concat([Buffer.from('{"code":200,"data":{"id":"u","token":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}}')]),
  'a key twice': '{"code":2333,"code":200,"data":{"id":"u","token":"a.b.c"}}',
  'a key twice, deeper': '{"code":200,"data":{"id":"u","token":"","token":"a.b.c"}}',
  'something behind it': `${GOOD} x`,
  'another answer behind it': GOOD + GOOD,
  NaN: '{"code":200,"data":{"id":"u","token":"a.b.c","n":NaN}}',
  'a depth of ten thousand': `{"code":200,"data":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
  'nothing at all': '',
  'a single quote': "{'code':200}",
  'an endless number': '{"code":1e400}',
};

test('R13 what is not quite JSON is not read at all', async ({ open, fault, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  await box.account.fill(ada.email);
  await box.typePassword(box.password, PASSWORD);
  for (const [index, [name, body]] of Object.entries(NONSENSE).entries()) {
    fault.next(LOGIN, answer(body));
    await box.button('signIn.submit').click();
    await expect.poll(() => quiet.details('login-error').length, name).toBe(index + 1);
    expect(quiet.details('login-error').at(-1)?.code, name).toBe('UNEXPECTED_ANSWER');
    await box.notices('fault.unexpected');
  }
  await box.button('signIn.submit').click();
  await box.signedIn();
});

test('R17 the backend’s own words are shown as text: one line, bounded, and set apart', async ({ open, fault, quiet, page }) => {
  // A press for each of some ninety messages.
  test.slow();
  const app = await App.create();
  const box = await open(app, { host: fault.origin });
  await box.account.fill('ada');
  await box.typePassword(box.password, PASSWORD);
  const say = async (message: unknown) => {
    const count = quiet.details('login-error').length;
    fault.next(LOGIN, answer({ code: 9999, message }));
    await box.button('signIn.submit').click();
    await expect.poll(() => quiet.details('login-error').length).toBe(count + 1);
    return box.notice.evaluate((it) => ({ text: it.textContent ?? '', children: it.childElementCount, bidi: getComputedStyle(it).unicodeBidi }));
  };
  for (const payload of PX) {
    const shown = await say(payload);
    expect(shown.children, payload).toBe(0);
    if (quiet.details('login-error').at(-1)?.code === 'REFUSED') expect(shown.text, payload).toBe(quiet.details('login-error').at(-1)?.message);
  }
  const long = await say('x'.repeat(1_000_000));
  expect([...long.text].length).toBeLessThanOrEqual(301);
  expect((await say(`a${'\n'.repeat(10_000)}b`)).text).toBe('a b');
  const override = await say('Wait \u202e30 seconds\u202c \u2066here');
  expect(override.text).toMatch(/^Wait ?30 seconds ?here$/);
  expect(override.bidi).toMatch(/isolate|plaintext/);
  for (const odd of [{ html: '<b>x</b>' }, ['x'], 7, null, '']) {
    await say(odd);
    await box.notices('fault.unexpected');
  }
  expect(await page.evaluate(() => (window as unknown as { __xss?: number }).__xss)).toBe(undefined);
});

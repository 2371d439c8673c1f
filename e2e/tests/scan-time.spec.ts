// How long a code is shown, by whose clock, and how often it is asked for and about.
import type { Page } from '@playwright/test';
import { App, expect, test } from '../support/test.ts';
import type { Box } from '../support/box.ts';
import { stop } from '../support/clock.ts';
import type { Behaviour, Fault } from '../support/fault.ts';
import { answer } from '../support/faults.ts';
import { picture, read, replaced, shown } from '../support/scan.ts';
import { ALONE, SCAN } from '../support/screens.ts';

const [GENE, CHECK] = [/qrcode\/gene/, /qrcode\/check/];
const says = (status: number): Behaviour => answer({ code: 200, data: { status, ticket: null, userInfo: {} } });

/** Lets time pass on the page's clock, and what it asks then be answered while that clock stands. */
async function pass(page: Page, fault: Fault, milliseconds: number): Promise<void> {
  await page.clock.fastForward(milliseconds);
  await fault.settled();
}

/** As long as the box leaves between two questions, again and again until it is so: what a busy machine has begun late ends late. */
const passUntil = (page: Page, fault: Fault, holds: () => boolean): Promise<void> =>
  expect(async () => {
    await pass(page, fault, 2500);
    expect(holds()).toBe(true);
  }).toPass({ timeout: 20_000 });

/** Presses the button that asks for another code fifty times a second, whenever it is there; a person could not. */
const hammer = (box: Box, seconds: number): Promise<void> =>
  box.element.evaluate(
    (host, seconds) =>
      new Promise((done) => {
        const press = setInterval(() => host.shadowRoot?.querySelector<HTMLElement>('[part=refresh]')?.click(), 20);
        setTimeout(() => done(clearInterval(press)), seconds * 1000);
      }),
    seconds,
  );

test('Q04 a code is over after the 120 s that the server gave it, whatever the answers say, and the fourth is renewed by hand', { tag: ['@QR-3'] }, async ({ open, fault, page }) => {
  await page.clock.install();
  fault.always(CHECK, says(0));
  const box = await shown(await App.create(SCAN), open, { host: fault.origin });
  const codes = () => fault.to(GENE).length;
  await stop(page);
  // The first began while the clock was still going.
  await pass(page, fault, 118_500);
  expect(codes()).toBe(1);
  await pass(page, fault, 1500);
  await pass(page, fault, 60);
  for (const count of [2, 3]) {
    await expect.poll(codes).toBe(count);
    await fault.settled();
    await pass(page, fault, 119_000);
    expect(codes()).toBe(count);
    await expect(box.button('scan.refresh')).toHaveCount(0);
    await pass(page, fault, 1000);
    await pass(page, fault, 60);
  }
  await expect.poll(codes).toBe(4);
  const last = await read(box);
  await pass(page, fault, 119_000);
  await expect(box.button('scan.refresh')).toHaveCount(0);
  await pass(page, fault, 1000);
  await expect(box.element.getByText(box.say('scan.expired')).first()).toBeVisible();
  await pass(page, fault, 600_000);
  expect(codes()).toBe(4);
  await box.button('scan.refresh').click();
  await pass(page, fault, 60);
  await expect.poll(codes).toBe(5);
  await replaced(box, last.random);
});

// The longer one takes its two minutes: GUARD_E2E_LONG=1 has it, too.
for (const seconds of process.env.GUARD_E2E_LONG ? [10, 120] : [10]) {
  test(`Q04 a code of ${seconds} s is over in time by a real clock, and nobody can scan it any more`, { tag: ['@QR-3', '@QR-9', '@failure'] }, async ({ open, fault, page }) => {
    test.setTimeout((seconds + 30) * 1000);
    const app = await App.create({ ...SCAN, qrcode: { ...(SCAN.qrcode as object), expiresIn: seconds } });
    const ada = await app.person();
    fault.always(CHECK, says(0));
    const answered = (): Promise<number> => page.waitForResponse((it) => GENE.test(it.url()) && it.request().method() === 'POST').then(() => Date.now());
    const begun = answered();
    const box = await shown(app, open, { host: fault.origin });
    const first = await read(box);
    const from = await begun;
    const until = await answered();
    expect(Math.abs(until - from - seconds * 1000)).toBeLessThan(1000);
    await replaced(box, first.random);
    await expect(app.phone(first.random, 'scanned', ada.email)).rejects.toThrow(/2021/);
    await app.phone((await read(box)).random, 'scanned', ada.email);
  });
}

test('Q05 however often somebody presses, there is one request for a code at a time, and one a second', { tag: ['@QR-3', '@failure'] }, async ({ open, fault }) => {
  const times: number[] = [];
  let [now, most] = [0, 0];
  // Every code is cancelled at once, so that there is always something to press.
  fault.always(CHECK, says(3));
  fault.always(GENE, async ({ pass }) => {
    times.push(Date.now());
    most = Math.max(most, (now += 1));
    await new Promise((resolve) => setTimeout(resolve, 400));
    await pass();
    now -= 1;
  });
  const box = await shown(await App.create(SCAN), open, { host: fault.origin, attributes: { config: '{"qrCodeScanOptions":{"interval":500}}' } });
  await hammer(box, 8);
  expect(times.length).toBeGreaterThan(2);
  expect(most).toBe(1);
  for (const [index, time] of times.slice(1).entries()) expect(time - (times[index] ?? 0)).toBeGreaterThan(1000);
});

test('Q05 a server that says to wait is not asked before, and then gives a code', { tag: ['@QR-3', '@failure'] }, async ({ open, fault }) => {
  const times: number[] = [];
  const limited = answer({ code: 429, message: 'slow down' }, { status: 429, headers: { 'content-type': 'application/json', 'retry-after': '3' } });
  const noted = (then: Behaviour): Behaviour => (exchange) => {
    times.push(Date.now());
    return then(exchange);
  };
  fault.next(GENE, noted(limited), noted(({ pass }) => pass()));
  const box = await open(await App.create(SCAN), { host: fault.origin });
  await box.button('scan.open').click();
  await expect(box.element.getByText(box.say('scan.failed')).first()).toBeVisible();
  await hammer(box, 5);
  await expect(box.button('scan.refresh')).toHaveCount(0);
  expect((await read(box)).scene).toBe('APP_AUTH');
  expect(times.length).toBe(2);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(2900);
});

for (const [name, hide] of [
  ['is not displayed', (it: HTMLElement, hidden: boolean) => void (it.style.display = hidden ? 'none' : '')],
  ['stands in closed details', (it: HTMLElement, hidden: boolean) => void ((it.closest('details') as HTMLDetailsElement).open = !hidden)],
] as const) {
  test(`Q11 a code that ${name} is not asked about, nor renewed, and goes on where somebody sees it again`, { tag: ['@QR-4'] }, async ({ open, fault, page }) => {
    await page.clock.install();
    fault.always(CHECK, says(0));
    const box = await open(await App.create(SCAN), { host: fault.origin });
    await box.element.evaluate((it) => {
      const details = Object.assign(document.createElement('details'), { open: true });
      it.before(details);
      details.append(it);
    });
    await box.button('scan.open').click();
    await expect(picture(box)).toBeVisible();
    await stop(page);
    const asked = () => [fault.to(CHECK).length, fault.to(GENE).length];
    await passUntil(page, fault, () => fault.to(CHECK).length > 0);
    await box.element.evaluate(hide, true);
    await pass(page, fault, 2500);
    const before = asked();
    for (let count = 0; count < 60; count += 1) await page.clock.fastForward(2500);
    await fault.settled();
    expect(asked()).toEqual(before);
    await box.element.evaluate(hide, false);
    // Its time is over by now: it is asked about once more, and another takes its place.
    await passUntil(page, fault, () => asked()[1] === 2);
    await expect(picture(box)).toBeVisible();
    await passUntil(page, fault, () => fault.to(CHECK).length > (before[0] ?? 0) + 1);
  });
}

test('Q14 a clock that is put a day on or back changes nothing', { tag: ['@QR-3'] }, async ({ open, fault, page }) => {
  await page.clock.install();
  fault.always(CHECK, says(0));
  const box = await shown(await App.create(SCAN), open, { host: fault.origin });
  const { random } = await read(box);
  await stop(page);
  const day = 24 * 3600 * 1000;
  const now = await page.evaluate(() => Date.now());
  for (const [index, shift] of [day, -day].entries()) {
    await page.clock.setSystemTime(now + shift);
    const asked = fault.to(CHECK).length;
    for (let count = 0; count < 3; count += 1) await pass(page, fault, 2500);
    expect(Math.sign((await page.evaluate(() => Date.now())) - now)).toBe(Math.sign(shift));
    expect(fault.to(CHECK).length, `shift ${index}`).toBeGreaterThan(asked);
    expect(fault.to(GENE).length).toBe(1);
    expect((await read(box)).random).toBe(random);
  }
  await pass(page, fault, 120_000 - 15_000 - 1500);
  expect(fault.to(GENE).length).toBe(1);
  await pass(page, fault, 1500);
  await pass(page, fault, 60);
  await expect.poll(() => fault.to(GENE).length).toBe(2);
});

test('Q15 a hundred codes on one page are a hundred secrets, and ask less than twenty times a second together', { tag: ['@QR-4'] }, async ({ open, fault, page }) => {
  // A busy machine takes its time for a hundred boxes; what is measured here is how often they ask, and not how soon.
  test.setTimeout(300_000);
  await page.addInitScript(() => performance.setResourceTimingBufferSize(10_000));
  // None of them is over before all have asked, which would be more than a hundred.
  const app = await App.create({ ...SCAN, qrcode: { ...(SCAN.qrcode as object), expiresIn: 600 } });
  const box = await open(app, { host: fault.origin, attributes: { config: ALONE } });
  await expect(box.element.getByRole('img', { name: box.say('scan.code') })).toBeVisible();
  await page.evaluate(() => {
    const first = document.querySelector('guard-login');
    for (let count = 1; count < 100; count += 1) {
      const more = first?.cloneNode() as Element;
      more.id = `box-${count}`;
      document.body.append(more);
    }
  });
  const codes = page.getByRole('img', { name: box.say('scan.code') });
  await expect(codes).toHaveCount(100, { timeout: 90_000 });
  // Long enough for each of them to have asked.
  const secrets = () => new Set(fault.to(CHECK).map((it) => it.path)).size;
  await expect.poll(secrets, { timeout: 120_000 }).toBe(100);
  const asked = () => page.evaluate(() => performance.getEntriesByType('resource').filter((it) => it.name.includes('/qrcode/')).map((it) => it.startTime));
  // And some of them once more.
  await expect.poll(async () => (await asked()).length, { timeout: 60_000 }).toBeGreaterThan(220);
  const times = await asked();
  const busiest = times.map((from) => times.filter((it) => it >= from && it < from + 1000).length);
  expect(Math.max(...busiest)).toBeLessThan(20);
});

test('Q11 a code that was scanned is followed to its end where the page has put it away', { tag: ['@QR-4'] }, async ({ open, fault, page, quiet }) => {
  await page.clock.install();
  fault.always(CHECK, says(1));
  const box = await open(await App.create(SCAN), { host: fault.origin });
  await box.button('scan.open').click();
  await expect(picture(box)).toBeVisible();
  await stop(page);
  await passUntil(page, fault, () => quiet.names().includes('scan-scanned'));
  await box.element.evaluate((it: HTMLElement) => void (it.style.display = 'none'));
  const before = fault.to(CHECK).length;
  await passUntil(page, fault, () => fault.to(CHECK).length > before);
});

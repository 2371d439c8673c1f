// The wait before another code: by a clock that nobody can set, through sleep, and quiet.
import { stop } from '../support/clock.ts';
import { answer } from '../support/faults.ts';
import { App, expect, test } from '../support/test.ts';
import { CODES } from '../support/screens.ts';

const CODE_FIRST = { loginTabs: { list: ['phone-code', 'password'], default: 'phone-code' } };

test('O09 the wait for another code goes on while the page is hidden, and no clock changes it', { tag: ['@CD-3'] }, async ({ open, page }) => {
  await page.clock.install();
  const app = await App.create({ ...CODES, ...CODE_FIRST });
  const box = await open(app);
  await box.sendCode('field.email.or.phone', 'ada@example.com');
  const link = box.element.getByRole('button', { name: box.words.like('code.resend.in') });
  await expect(link).toHaveAttribute('aria-disabled', 'true');
  await page.clock.setSystemTime(Date.now() + 3_600_000);
  await expect(link).toHaveText(/0:5\d|1:00/);
  // Forty seconds in which a hidden page's timers rest.
  await page.clock.fastForward(40_000);
  await expect(link).toHaveText(/0:(1\d|20)/);
  await page.clock.setSystemTime(Date.now() - 24 * 3_600_000);
  await expect(link).toHaveText(/0:(1\d|20)/);
  await page.clock.fastForward(21_000);
  await expect(box.button('code.resend')).not.toHaveAttribute('aria-disabled', 'true');
});

test('O09 A06 the seconds run down to nothing, and are said once, when they are over', { tag: ['@CD-3'] }, async ({ open, page }) => {
  await page.clock.install();
  const app = await App.create({ ...CODES, ...CODE_FIRST });
  const box = await open(app);
  await box.sendCode('field.email.or.phone', 'ada@example.com');
  await stop(page);
  await box.element.evaluate((host) => {
    const [seen, said] = [[] as string[], [] as { at: number; text: string }[]];
    Object.assign(window, { seen, said });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const text = element?.textContent ?? '';
        if (element?.closest('[role=status],[role=alert],[aria-live]')) said.push({ at: performance.now(), text });
        else if (/\d:/.test(text)) seen.push(text);
      }
    }).observe(host.shadowRoot ?? host, { subtree: true, childList: true, characterData: true });
  });
  for (let count = 0; count < 70; count += 1) await page.clock.runFor(1000);
  const { seen, said } = await page.evaluate(() => {
    const { seen, said } = window as unknown as { seen: string[]; said: { at: number; text: string }[] };
    return { seen, said };
  });
  const left = seen.map((it) => Number(it.match(/0:(\d\d)/)?.[1] ?? Number.NaN));
  expect(left.length).toBeGreaterThan(50);
  expect(left).toEqual([...left].sort((a, b) => b - a));
  expect(left.at(-1)).toBe(1);
  expect(seen.join()).not.toContain('-');
  expect(said.map((it) => it.text)).toEqual([box.say('code.resend')]);
});

test('whoever asks for another code too often enters the one that is there meanwhile', { tag: ['@CD-3', '@failure'] }, async ({ open, fault, page }) => {
  const app = await App.create({ ...CODES, ...CODE_FIRST });
  const ada = await app.person();
  await page.clock.install();
  const box = await open(app, { host: fault.origin });
  await box.sendCode('field.email.or.phone', ada.email);
  const code = await app.code(ada.email);
  await page.clock.fastForward(61_000);
  fault.next(/email\/send/, answer({ code: 2080, data: { retryAfter: 300 } }));
  await box.button('code.resend').click();
  await box.notices('fault.tooOften');
  await expect(box.submit).not.toHaveAttribute('aria-disabled', 'true');
  await box.enterCode(code);
  await box.signedIn();
});

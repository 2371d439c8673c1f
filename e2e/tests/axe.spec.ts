// A01: axe finds nothing on any screen in both schemes, nor in Chinese and in the page’s own tree; no rule is switched off.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, Words } from '../support/test.ts';
import { answer } from '../support/faults.ts';
import { reach, steps, type Stage } from '../support/screens.ts';
import { CODE_STATES } from '../support/scenes-codes.ts';
import type { Box } from '../support/box.ts';

/** What axe cannot decide by itself and somebody has looked at, by rule, with the reason. */
const REVIEWED: Record<string, string> = {};

/** States in which something lies over the rest, by the part that is looked at: what is covered has no colour to be judged. */
const COVERING: Record<string, string> = {
  'phone-countries': 'sheet',
  'phone-countries-found': 'sheet',
  'phone-countries-none': 'sheet',
  'sign-in-password-countries': 'sheet',
};

async function clean(box: Box, what: string, part?: string): Promise<void> {
  const within = part === undefined ? 'guard-login' : { fromShadowDom: ['guard-login', `[part=${part}]`] as [string, string] };
  const { violations, incomplete } = await new AxeBuilder({ page: box.page }).include(within).analyze();
  const told = (all: typeof violations) => all.map((it) => `${it.id}: ${it.nodes.map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`).join('\n  ')}`);
  expect(told(violations), what).toEqual([]);
  expect(told(incomplete.filter((it) => !(it.id in REVIEWED))), `${what}: undecided`).toEqual([]);
}

async function cleanInBoth(box: Box, what: string, part?: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await box.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await clean(box, `${what}, ${colorScheme}`, part);
  }
}

for (const step of steps()) {
  test(`A01 axe finds nothing on the screen ${step}`, async ({ open, fault, page }) => {
    test.setTimeout(60_000);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await cleanInBoth(await reach(step, { open, fault }), step);
    const chinese: Stage = { open, fault, more: { attributes: { lang: 'zh-CN', render: 'light' }, words: new Words('zh-CN') } };
    if (step !== 'loading') await clean(await reach(step, chinese), `${step} in Chinese, in the page’s tree, dark`);
  });
}

for (const [state, scene] of Object.entries(CODE_STATES)) {
  test(`A01 axe finds nothing in the state ${state}`, async ({ open, fault, page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await cleanInBoth(await scene({ open, fault }), state, COVERING[state]);
  });
}

test('A01 axe finds nothing in any state of a form: wrong, refused, waiting, busy, shown', async ({ open, fault, page }) => {
  test.setTimeout(60_000);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const box = await reach('sign-in', { open, fault });
  await box.submit.click();
  await expect(box.account).toHaveAttribute('aria-invalid', 'true');
  await cleanInBoth(box, 'a field that is wrong');
  fault.next(/login\/account/, answer({ code: 2333, data: { remainCount: 2 } }), answer({ code: 2057, data: { retryAfter: 120 } }));
  await box.signIn('ada', 'not the password');
  await box.notices('fault.wrongPassword.left', { count: 2 });
  await box.button('password.show').click();
  await cleanInBoth(box, 'a refusal, and a shown password');
  await box.submit.click();
  await box.notices('fault.locked');
  await cleanInBoth(box, 'a wait');
  const register = await reach('register-email', { open, fault });
  fault.next(/register-email/, () => {});
  await register.register('field.email', 'grace@example.com', 'wooden river lamp');
  await expect(register.submit).toHaveAttribute('aria-busy', 'true');
  await cleanInBoth(register, 'a busy form with a strong password');
  for (const password of ['aaaaaaaa', 'tr0ub4dor', 'tr0ub4dor-x9']) {
    await register.password.fill(password);
    await clean(register, `the strength of ${password}`);
  }
});

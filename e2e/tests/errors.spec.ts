// A04 and A06: what is wrong is said once, at its place, to eyes and ears; and nothing jumps.
import { App, expect, test } from '../support/test.ts';
import { answer } from '../support/faults.ts';
import type { Box } from '../support/box.ts';
import { CODES } from '../support/screens.ts';

const place = async (box: Box) => (await box.submit.boundingBox())?.y;

/** Counts how often each live region of the box says something new. */
const listen = (box: Box) =>
  box.element.evaluate((it) => {
    const said: string[] = [];
    Object.assign(window, { said });
    for (const region of (it.shadowRoot ?? it).querySelectorAll('[role=alert], [role=status], [aria-live]')) {
      new MutationObserver(() => said.push(region.textContent ?? '')).observe(region, { childList: true, characterData: true, subtree: true });
    }
  });
const said = (box: Box): Promise<string[]> => box.page.evaluate(() => (window as unknown as { said: string[] }).said);

test('A04 the first field that is wrong gets the focus, and says what is wrong by its description', async ({ open }) => {
  const box = await open(await App.create());
  await box.submit.click();
  await box.complains(box.account, 'rule.required.account');
  await expect(box.account).toBeFocused();
  await expect(box.password).not.toHaveAttribute('aria-invalid', 'true');
  await box.account.fill('ada');
  await expect(box.account).not.toHaveAttribute('aria-invalid', 'true');
  await expect(box.account).toHaveAccessibleDescription('');
  await box.submit.click();
  await box.complains(box.password, 'rule.required.password');
  await expect(box.password).toBeFocused();
  // The description is an element of the same tree, or nobody could find it.
  const found = await box.element.evaluate((it) => {
    const fields = [...(it.shadowRoot?.querySelectorAll('input') ?? [])];
    return fields.map((field) => field.getAttribute('aria-describedby')?.split(' ').every((id) => it.shadowRoot?.getElementById(id)));
  });
  expect(found).toEqual([true, true]);
});

test('A04 a refusal of the whole form is announced once, and the same refusal again is announced again', async ({ open, fault }) => {
  const app = await App.create();
  const box = await open(app, { host: fault.origin });
  await box.shows('signIn.title', { app: app.name });
  await listen(box);
  fault.next(/login\/account/, ...[1, 2].map(() => answer({ code: 2333, data: {} })));
  await box.signIn('ada', 'not the password');
  await box.notices('fault.wrongPassword');
  expect((await said(box)).filter((it) => it !== '')).toEqual([box.say('fault.wrongPassword')]);
  await box.button('signIn.submit').click();
  await expect.poll(async () => (await said(box)).filter((it) => it !== '').length).toBe(2);
  await box.notices('fault.wrongPassword');
});

/** What is heard: a region that says something while it is a live one. */
const hear = (box: Box) =>
  box.element.evaluate((it) => {
    const said: string[] = [];
    Object.assign(window, { said });
    const root = it.shadowRoot ?? it;
    new MutationObserver((all) => {
      for (const { target } of all) {
        const region = (target instanceof Element ? target : target.parentElement)?.closest('[role=alert], [role=status], [aria-live=assertive]');
        if (region?.textContent) said.push(region.textContent);
      }
    }).observe(root, { childList: true, characterData: true, subtree: true });
  });

test('A04 a field that has the focus already says aloud what is wrong, and any other by getting the focus', { tag: ['@failure'] }, async ({ open }) => {
  const app = await App.create();
  const box = await open(app);
  await box.shows('signIn.title', { app: app.name });
  await hear(box);
  await box.account.fill('ada');
  const wrong = box.say('rule.required.password');
  await box.password.press('Enter');
  await box.complains(box.password, 'rule.required.password');
  expect(await said(box)).toEqual([wrong]);
  await box.password.fill('x');
  await box.password.fill('');
  await expect(box.password).not.toHaveAttribute('aria-invalid', 'true');
  await box.submit.click();
  await box.complains(box.password, 'rule.required.password');
  await expect(box.password).toBeFocused();
  expect(await said(box)).toEqual([wrong]);
});

test('A04 a code that sends itself is said aloud to be wrong', { tag: ['@CD-4', '@failure'] }, async ({ open, fault }) => {
  const box = await open(await App.create(CODES), { host: fault.origin });
  await box.openForgot();
  await box.field('field.email.or.phone').fill('ada@example.com');
  await box.button('forgot.submit').click();
  await box.shows('code.title');
  await hear(box);
  await box.code.pressSequentially('123456');
  await box.complains(box.code, 'fault.wrongCode.left', { count: 4 });
  expect(await said(box)).toEqual([box.say('fault.wrongCode.left', { count: 4 })]);
});

test('A06 a countdown is not read out second by second', async ({ open, fault }) => {
  const app = await App.create();
  const box = await open(app, { host: fault.origin });
  await box.shows('signIn.title', { app: app.name });
  await listen(box);
  fault.next(/login\/account/, answer({ code: 2057, data: { retryAfter: 4 } }));
  await box.signIn('ada', 'not the password');
  await box.notices('fault.locked');
  await box.pauseIsOver();
  expect((await said(box)).filter((it) => it !== '')).toEqual([box.say('fault.locked')]);
});

test('what is wrong takes room that was kept for it: nothing moves', async ({ open, fault }) => {
  const app = await App.create();
  const box = await open(app, { host: fault.origin, css: 'plain' });
  await box.shows('signIn.title', { app: app.name });
  const before = await place(box);
  await box.submit.click();
  await box.complains(box.account, 'rule.required.account');
  expect(await place(box)).toBe(before);
  for (const code of [{ code: 2333, data: { remainCount: 2 } }, { code: 2057, data: { retryAfter: 60 } }]) {
    fault.next(/login\/account/, answer(code));
    await box.signIn('ada', 'not the password');
    await expect(box.notice).not.toBeEmpty();
    expect(await place(box)).toBe(before);
    if (code.code === 2333) await expect(box.notice).toHaveText(box.say('fault.wrongPassword.left', { count: 2 }));
  }
  await expect(box.submit).toHaveText(box.words.like('box.retry.in'));
});

test('a busy button keeps its size and its name, and says that it is busy', async ({ open, fault }) => {
  const app = await App.create();
  const box = await open(app, { host: fault.origin });
  await box.shows('signIn.title', { app: app.name });
  const before = await box.submit.boundingBox();
  fault.next(/login\/account/, () => {});
  await box.signIn('ada', 'not the password');
  await expect(box.submit).toHaveAttribute('aria-busy', 'true');
  await expect(box.submit).toHaveText(box.say('signIn.submit'));
  expect(await box.submit.boundingBox()).toEqual(before);
  await expect(box.account).toBeEditable();
});

test('an answer that asks for a new field’s attention brings the focus there', async ({ open, fault }) => {
  const app = await App.create();
  const box = await open(app, { host: fault.origin });
  await box.openRegister();
  fault.next(/register-email/, answer({ code: 400, data: { field: 'email', rule: 'format' } }));
  await box.register('field.email', 'grace@example.com', 'wooden river lamp');
  await box.complains(box.field('field.email'), 'rule.format.email');
  await expect(box.field('field.email')).toBeFocused();
});

// Wrong passwords in a row: what is left, how long to wait, and that nothing typed is lost meanwhile.
import { App, expect, test } from '../support/test.ts';
import type { Box } from '../support/box.ts';
import { SERVER } from '../support/api.ts';
import { answer } from '../support/faults.ts';

const again = async (box: Box) => {
  await box.pauseIsOver();
  await box.button('signIn.submit').click();
};

test('the tries left are counted down, and the form and its text survive each refusal', { tag: ['@PW-5', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.signIn(ada.email, 'the wrong one');
  await box.notices('fault.wrongPassword.left', { count: 2 });
  await expect(box.account).toHaveValue(ada.email);
  await expect(box.password).toHaveValue('the wrong one');
  await expect(box.password).toBeFocused();
  await box.page.waitForTimeout(1000);
  await again(box);
  await box.notices('fault.wrongPassword.left.one');
  expect(quiet.details('login-error').map((it) => it.data)).toEqual([{ remainCount: 2 }, { remainCount: 1 }]);
});

test('whoever tries again at once is told to wait, sees the seconds run down, and then gets in', { tag: ['@PW-5'] }, async ({ open, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  for (const count of [2, 1, 6]) {
    await box.signIn(ada.email, 'the wrong one');
    await expect.poll(() => quiet.details('login-error').at(-1)?.data).toEqual({ remainCount: count });
    if (count !== 6) await box.page.waitForTimeout(1000);
  }
  // The third in a row is followed by three seconds, which the right password has to wait for, too.
  await box.signIn(ada.email, ada.password);
  await box.notices('fault.locked');
  const pressed = Date.now();
  await expect(box.submit).toHaveText(box.words.like('box.retry.in'));
  await expect(box.submit).toHaveAttribute('aria-disabled', 'true');
  const [{ data }] = quiet.details('login-error').slice(-1) as [{ data: { retryAfter: number } }];
  expect(data.retryAfter).toBeGreaterThanOrEqual(1);
  expect(data.retryAfter).toBeLessThanOrEqual(3);
  await expect(box.account).toHaveValue(ada.email);
  await expect(box.password).toHaveValue(ada.password);
  await again(box);
  expect(Date.now() - pressed).toBeGreaterThan((data.retryAfter - 1) * 1000);
  await box.signedIn();
});

test('presses during a wait do nothing', { tag: ['@PW-5', '@failure'] }, async ({ open, fault }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  fault.next(/login\/account/, answer({ code: 2057, data: { retryAfter: 2 } }));
  await box.signIn(ada.email, ada.password);
  await box.notices('fault.locked');
  await expect(box.submit).toHaveText(/0:0[12]$/);
  await box.password.press('Enter');
  // Forced: Playwright itself would wait for a button that says it is disabled.
  await box.submit.click({ force: true });
  expect(fault.to(/login/).length).toBe(1);
  await again(box);
  await box.signedIn();
});

test('one account that has to wait does not keep another from signing in', { tag: ['@PW-5'] }, async ({ open, fault }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  fault.next(/login\/account/, answer({ code: 2057, data: { retryAfter: 300 } }));
  await box.signIn('somebody-else', ada.password);
  await box.notices('fault.locked');
  await expect(box.submit).toHaveAttribute('aria-disabled', 'true');
  await box.password.press('End');
  await box.password.pressSequentially('x');
  await expect(box.submit, 'another password is not another account').toHaveAttribute('aria-disabled', 'true');
  await box.password.press('Backspace');
  await box.account.fill(ada.email);
  await box.pauseIsOver();
  await expect(box.notice).toHaveText('');
  await box.button('signIn.submit').click();
  await box.signedIn();
});

test('a refusal that comes late leaves the cursor with whoever has gone on elsewhere in the page', { tag: ['@failure'] }, async ({ open, fault, page }) => {
  const app = await App.create();
  const ada = await app.person();
  for (const render of ['shadow', 'light']) {
    const box = await open(app, { host: fault.origin, attributes: { render } });
    await box.element.evaluate((host) => {
      const search = document.createElement('input');
      search.ariaLabel = 'Search';
      host.after(search);
    });
    let answered = () => {};
    const held = new Promise<void>((resolve) => (answered = resolve));
    fault.next(/login\/account/, async (exchange) => {
      await held;
      answer({ code: 2333, data: { remainCount: 4 } })(exchange);
    });
    await box.signIn(ada.email, 'the wrong one');
    const elsewhere = page.getByRole('textbox', { name: 'Search' });
    await elsewhere.pressSequentially('ada');
    answered();
    await box.notices('fault.wrongPassword.left', { count: 4 });
    await elsewhere.pressSequentially(' lovelace');
    await expect(elsewhere).toHaveValue('ada lovelace');
  }
});

test('an account that rests for the day says so in words, and points to a reset', { tag: ['@PW-5', '@failure'] }, async ({ open, fault, quiet }) => {
  const app = await App.create();
  const box = await open(app, { host: fault.origin });
  fault.next(/login\/account/, answer({ code: 2057, data: { retryAfter: 36_000 } }));
  await box.signIn('ada', 'whatever it was');
  await box.notices('fault.locked.long');
  expect(quiet.details('login-error')[0]).toMatchObject({ code: 'LOCKED' });
  await box.openForgot();
});

test('where no password can be reset, a long rest does not point to one', { tag: ['@PW-5', '@failure'] }, async ({ open, fault }) => {
  const app = await App.create();
  const box = await open(app, { host: fault.origin, attributes: { config: '{"disableResetPwd":true}' } });
  fault.next(/login\/account/, answer({ code: 2057, data: { retryAfter: 36_000 } }));
  await box.signIn('ada', 'whatever it was');
  await box.notices('fault.locked');
});

/** Cookies travel to a server of the page's own site alone. */
const SAME_SITE = SERVER.replace('127.0.0.1', 'localhost');

test('E05 who is locked out by others signs in where they have before', { tag: ['@PW-5'] }, async ({ open, context }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: SAME_SITE });
  await box.signIn(ada.email, ada.password);
  await box.signedIn();
  expect((await context.cookies(SAME_SITE)).map((it) => [it.name, it.httpOnly])).toContainEqual(['guard_known', true]);
  const again = await open(app, { host: SAME_SITE });
  for (const wait of [1100, 1100, 0]) {
    expect(await app.signsIn(ada.email, 'the wrong one')).toBe(false);
    await again.page.waitForTimeout(wait);
  }
  await expect(app.signsIn(ada.email, ada.password)).rejects.toThrow('2057');
  await again.signIn(ada.email, ada.password);
  await again.signedIn();
});

// What password managers and the browser's own autofill need: one form, the right tokens, and values that come without keys.
import { App, expect, test } from '../support/test.ts';
import type { Box } from '../support/box.ts';
import { PASSWORD } from '../support/api.ts';

interface Seen { autocomplete: string | null; name: string; type: string }

/** Every field of the screen, and whether they share one form with its submit button. */
const fields = (box: Box) =>
  box.element.evaluate((element) => {
    const root = element.shadowRoot ?? element;
    const inputs = [...root.querySelectorAll('input')];
    const forms = new Set(inputs.map((it) => it.form));
    const button = root.querySelector('button[type=submit]') as HTMLButtonElement | null;
    return {
      oneForm: forms.size === 1 && button?.form === inputs[0]?.form,
      inOneTree: inputs.every((it) => it.getRootNode() === root || root === element),
      fields: inputs.map((it): Seen => ({ autocomplete: it.getAttribute('autocomplete'), name: it.name, type: it.type })),
    };
  });

for (const render of ['shadow', 'light']) {
  test(`F01 each form is one form with the tokens that managers look for (${render})`, { tag: ['@PW-10', '@EM-11'] }, async ({ open }) => {
    const app = await App.create();
    const ada = await app.person();
    const box = await open(app, { attributes: { render } });
    const seen = async (expected: Seen[]) => expect(await fields(box)).toEqual({ oneForm: true, inOneTree: true, fields: expected });
    const username = { autocomplete: 'username', name: 'username', type: 'text' };
    const fresh = { autocomplete: 'new-password', name: 'password', type: 'password' };
    await box.shows('signIn.title', { app: app.name });
    await seen([username, { autocomplete: 'current-password', name: 'password', type: 'password' }]);
    await box.openRegister();
    await seen([{ autocomplete: 'username', name: 'email', type: 'email' }, fresh]);
    await box.tab('register.way.username').click();
    await seen([username, fresh]);
    await box.button('register.signIn').click();
    await box.askForCode(ada.email);
    await seen([{ autocomplete: 'one-time-code', name: 'code', type: 'text' }]);
    await box.enterCode(await app.code(ada.email));
    await box.shows('newPassword.title');
    // F07: the name that the new password is saved under is there, and is nobody's stop.
    await seen([username, fresh]);
    const name = box.element.locator('input[autocomplete=username]');
    await expect(name).toHaveValue(ada.email);
    await expect(name).toHaveAttribute('readonly', '');
    expect(await name.evaluate((it: HTMLInputElement) => it.tabIndex)).toBe(-1);
  });
}

const filled = { input: ['input'], change: ['change'], 'input and change': ['input', 'change'] };

for (const [name, events] of Object.entries(filled)) {
  test(`values that were set without a key, told by ${name}, are what is sent`, { tag: ['@PW-10'] }, async ({ open }) => {
    const app = await App.create();
    const ada = await app.person();
    const box = await open(app);
    for (const [field, value] of [[box.account, ada.email], [box.password, ada.password]] as const) {
      await field.evaluate((input: HTMLInputElement, [text, sent]) => {
        input.value = text;
        for (const it of sent) input.dispatchEvent(new Event(it, { bubbles: true }));
      }, [value, events] as const);
    }
    await box.button('signIn.submit').click();
    await box.signedIn();
  });
}

test('values that were set without a word are sent as well', { tag: ['@PW-10'] }, async ({ open }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.account.evaluate((input: HTMLInputElement, it) => (input.value = it), ada.email);
  await box.password.evaluate((input: HTMLInputElement, it) => (input.value = it), ada.password);
  await box.button('signIn.submit').click();
  await box.signedIn();
});

test('autofilled values survive a refusal, and the form stays in the page until somebody is in', { tag: ['@PW-10', '@failure'] }, async ({ open }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { attributes: { render: 'light' } });
  const form = await box.element.locator('form').elementHandle();
  await box.signIn(ada.email, 'an older password');
  await expect(box.notice).not.toBeEmpty();
  expect(await form?.evaluate((it) => it.isConnected)).toBe(true);
  await expect(box.account).toHaveValue(ada.email);
  await box.page.waitForTimeout(1000);
  await box.typePassword(box.password, PASSWORD);
  await box.button('signIn.submit').click();
  await box.signedIn();
  // Managers take the going of the form for the sign that the password was right.
  expect(await form?.evaluate((it) => it.isConnected)).toBe(false);
});

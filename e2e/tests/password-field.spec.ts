// Showing a password, and the hint about Caps Lock.
import { App, expect, test } from '../support/test.ts';
import { answer, held } from '../support/faults.ts';

test('F04 a password can be shown and hidden; the caret stays where it was', { tag: ['@PW-11'] }, async ({ open }) => {
  const box = await open(await App.create());
  await box.typePassword(box.password, 'half typed password');
  await expect(box.password).toHaveAttribute('type', 'password');
  await box.password.evaluate((input: HTMLInputElement) => input.setSelectionRange(4, 4));
  await box.button('password.show').click();
  await expect(box.password).toHaveAttribute('type', 'text');
  await expect(box.button('password.hide')).toHaveAttribute('aria-pressed', 'true');
  await expect(box.password).toBeFocused();
  expect(await box.password.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(4);
  await box.page.keyboard.type('-');
  await expect(box.password).toHaveValue('half- typed password');
  await box.button('password.hide').click();
  await expect(box.password).toHaveAttribute('type', 'password');
  await expect(box.button('password.show')).toHaveAttribute('aria-pressed', 'false');
});

test('F04 a shown password hides itself: on leaving the field, on submitting, on leaving the page, after half a minute', { tag: ['@PW-11', '@failure'] }, async ({ open, page }) => {
  await page.clock.install();
  const box = await open(await App.create());
  const hidden = () => expect(box.password).toHaveAttribute('type', 'password');
  const show = async () => {
    await box.button('password.show').click();
    await expect(box.password).toHaveAttribute('type', 'text');
  };
  await box.typePassword(box.password, 'a passphrase');
  await show();
  await box.account.focus();
  await hidden();
  await show();
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide')));
  await hidden();
  await show();
  await page.clock.fastForward(31_000);
  await hidden();
  await show();
  await box.account.evaluate((input: HTMLInputElement) => (input.value = ''));
  await box.submit.click();
  await hidden();
});

const key = (name: string, on: boolean) => ({ key: name, modifierCapsLock: on, bubbles: true, composed: true });

test('a hint says that Caps Lock is on, and goes with it', { tag: ['@PW-11'] }, async ({ open }) => {
  const box = await open(await App.create());
  const press = (name: string, on: boolean) => box.password.evaluate((input, init) => input.dispatchEvent(new KeyboardEvent('keydown', init)), key(name, on));
  await box.password.focus();
  await press('A', true);
  await expect(box.password).toHaveAccessibleDescription(box.say('password.capsLock'));
  await expect(box.element.getByText(box.say('password.capsLock'))).toBeVisible();
  await press('a', false);
  await expect(box.element.getByText(box.say('password.capsLock'))).toBeHidden();
});

test('the key itself is no proof, and what is wrong goes before the hint', { tag: ['@PW-11', '@failure'] }, async ({ open }) => {
  const box = await open(await App.create());
  const press = (name: string, on: boolean) => box.password.evaluate((input, init) => input.dispatchEvent(new KeyboardEvent('keydown', init)), key(name, on));
  await box.password.focus();
  // Systems differ in what they report while the key itself goes down.
  await press('CapsLock', true);
  await expect(box.element.getByText(box.say('password.capsLock'))).toBeHidden();
  await press('A', true);
  await box.account.fill('ada');
  await box.password.focus();
  await press('A', true);
  await box.submit.click();
  await box.complains(box.password, 'rule.required.password');
});

test('X13 a typed password stands in no attribute, text, title, address or store', { tag: ['@PW-11'] }, async ({ open, page }) => {
  const secret = 'zebra-quartz-7351';
  const box = await open(await App.create());
  await box.account.fill('ada');
  await box.typePassword(box.password, secret);
  await box.button('password.show').click();
  await box.button('password.hide').click();
  await box.submit.click();
  await expect(box.notice).not.toBeEmpty();
  const found = await page.evaluate((text) => {
    const places: string[] = [];
    const look = (node: Node): void => {
      if (node instanceof Element) {
        for (const it of node.attributes) if (it.value.includes(text)) places.push(`${node.nodeName}[${it.name}]`);
        if (node.shadowRoot) look(node.shadowRoot);
      } else if (node.nodeType === Node.TEXT_NODE && node.nodeValue?.includes(text)) places.push(`text in ${node.parentNode?.nodeName}`);
      for (const child of node.childNodes) look(child);
    };
    look(document);
    const rest = { title: document.title, address: location.href, history: JSON.stringify(history.state), local: JSON.stringify(localStorage), session: JSON.stringify(sessionStorage), cookie: document.cookie };
    for (const [name, value] of Object.entries(rest)) if (value?.includes(text)) places.push(name);
    return places;
  }, secret);
  expect(found).toEqual([]);
  await expect(box.password).toHaveValue(secret);
});

test('F04 a shown password hides itself however the form is submitted, and when somebody clicks beside it', { tag: ['@PW-11', '@failure'] }, async ({ open, page, fault }) => {
  const box = await open(await App.create(), { host: fault.origin });
  const hidden = () => expect(box.password).toHaveAttribute('type', 'password');
  const show = async () => {
    await box.button('password.show').click();
    await expect(box.password).toHaveAttribute('type', 'text');
  };
  await box.account.fill('ada');
  await box.typePassword(box.password, 'a passphrase');
  const wrong = answer({ code: 2333, data: {} });
  const { step, release } = held(wrong);
  fault.next(/login\/account/, step, wrong);
  await show();
  await box.password.press('Enter');
  await hidden();
  await expect(box.submit).toHaveAttribute('aria-busy', 'true');
  release();
  await box.notices('fault.wrongPassword');
  await show();
  // As a password manager does.
  await box.element.evaluate((it) => it.shadowRoot?.querySelector('form')?.requestSubmit());
  await hidden();
  await box.notices('fault.wrongPassword');
  await show();
  await page.mouse.click(2, 2);
  await hidden();
});

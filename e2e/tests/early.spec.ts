// The first form before the wasm has arrived: drawn at once, typed into, and taken over without a loss.
import type { Page } from '@playwright/test';
import { App, expect, test, Words } from '../support/test.ts';
import { PASSWORD } from '../support/api.ts';
import { entered, marked, marks } from '../support/early.ts';
import { held } from '../support/faults.ts';
import { WASM, withoutModule } from '../support/module.ts';
import { MERGED } from '../support/screens.ts';

test('a person types before the module is there, and text, selection and focus survive its coming @PW-10', async ({ open, page }) => {
  const { arrive } = await withoutModule(page);
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.account.fill(ada.email);
  await box.typePassword(box.password, `${PASSWORD}, but more`);
  await box.account.focus();
  await box.account.evaluate((it: HTMLInputElement) => it.setSelectionRange(1, 3));
  await marked(page);
  const events = await box.element.evaluateHandle((it) => {
    const heard: string[] = [];
    for (const name of ['focusin', 'focusout']) it.shadowRoot?.addEventListener(name, () => heard.push(name));
    return heard;
  });
  arrive();
  await box.shows('signIn.title', { app: app.name });
  await expect(box.account).toHaveValue(ada.email);
  await expect(box.account).toBeFocused();
  expect(await box.account.evaluate((it: HTMLInputElement) => [it.selectionStart, it.selectionEnd])).toEqual([1, 3]);
  expect(await marks(page)).toEqual([0, 1]);
  expect(await events.jsonValue()).toEqual([]);
  await box.typePassword(box.password, PASSWORD);
  await box.button('signIn.submit').click();
  await box.signedIn();
});

test('Enter that was pressed before the module was there signs in once it is', async ({ open, page, fault }) => {
  const { box, arrive } = await entered(page, open, fault.origin);
  await box.password.press('Enter');
  await expect(box.submit).toHaveAttribute('aria-busy', 'true');
  arrive();
  await box.signedIn();
  expect(fault.to(/login\/account/).length).toBe(1);
});

test('Enter between the module and the settings waits for them, and puts nothing into the address @PW-10', async ({ open, page, fault }) => {
  const app = await App.create();
  const ada = await app.person();
  const settings = held();
  fault.always(/public-config/, settings.step);
  const module = page.waitForResponse(WASM);
  const box = await open(app, { host: fault.origin });
  await (await module).finished();
  await box.account.fill(ada.email);
  await box.typePassword(box.password, PASSWORD);
  await box.password.press('Enter');
  await expect(box.submit).toHaveAttribute('aria-busy', 'true');
  const address = page.url();
  settings.release();
  await box.signedIn();
  expect(page.url()).toBe(address);
});

test('a form that nobody hears sends nothing', async ({ open, page }) => {
  await withoutModule(page);
  const app = await App.create();
  const box = await open(app);
  await box.account.fill('ada');
  await box.typePassword(box.password, PASSWORD);
  const address = page.url();
  // As it would be if the script had broken: a copy that no listener hears.
  await box.element.evaluate((it) => {
    const form = it.shadowRoot?.querySelector('form') as HTMLFormElement;
    document.body.append(form);
    form.requestSubmit();
  });
  await page.waitForTimeout(500);
  expect(page.url()).toBe(address);
});

test('a link that was pressed before the module was there leads on once it is', async ({ open, page }) => {
  const { arrive } = await withoutModule(page);
  const box = await open(await App.create());
  await box.button('signIn.forgot').click();
  arrive();
  await box.shows('forgot.title');
});

const CHINESE = { attributes: { lang: 'zh-CN' }, words: new Words('zh-CN') };

/** Holds the Chinese texts back until what is returned is called. */
async function withoutChinese(page: Page): Promise<() => void> {
  let speak = () => {};
  const gate = new Promise<void>((resolve) => (speak = resolve));
  await page.route(/zh-CN\.json$/, async (route) => {
    await gate;
    await route.continue();
  });
  return () => speak();
}

test('what is pressed while only the language is missing is done once it is there', async ({ open, page, quiet }) => {
  const speak = await withoutChinese(page);
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, CHINESE);
  await expect.poll(() => quiet.names()).toContain('load');
  await box.account.fill(ada.email);
  await box.typePassword(box.password, PASSWORD);
  await box.password.press('Enter');
  await expect(box.submit).toHaveAttribute('aria-busy', 'true');
  speak();
  await box.signedIn();
});

test('a link that is pressed while only the language is missing leads on once it is there', async ({ open, page, quiet }) => {
  const speak = await withoutChinese(page);
  const box = await open(await App.create(), CHINESE);
  await expect.poll(() => quiet.names()).toContain('load');
  await box.button('signIn.register').click();
  speak();
  await box.shows('register.title');
});

test('a link that was pressed leads on, and is kept, in its own language, even where that comes last', async ({ open, page, quiet }) => {
  const { arrive } = await withoutModule(page);
  const speak = await withoutChinese(page);
  const box = await open(await App.create(), CHINESE);
  await box.button('signIn.register').click();
  arrive();
  await expect.poll(() => quiet.names()).toContain('load');
  // The words are Chinese still.
  const card = box.element.locator('section');
  await expect(card).toHaveAttribute('lang', 'zh-CN');
  await expect(card).toHaveAccessibleName(box.say('box.label'));
  speak();
  await box.shows('register.title');
});

test('a link that was pressed while another language stood there for a moment leads on as well', async ({ open, page, fault }) => {
  const settings = held();
  fault.always(/public-config/, settings.step);
  const app = await App.create();
  const box = await open(app, { host: fault.origin, ...CHINESE });
  // As the module writes it, before its Chinese texts have come.
  await box.button('signIn.register').evaluate((it: HTMLElement) => {
    it.textContent = 'Create an account';
    it.click();
    it.textContent = '立即注册';
  });
  settings.release();
  await box.shows('register.title');
});

test.describe('for a person who reads Chinese', () => {
  test.use({ locale: 'zh-CN' });

  test('what is pressed on the form of an app that speaks English happens once, whenever the Chinese texts come', async ({ open, page, fault }) => {
    const speak = await withoutChinese(page);
    const app = await App.create({ global: { defaultLanguage: 'en-US' } });
    const ada = await app.person();
    const box = await open(app, { host: fault.origin });
    await expect(box.title).toHaveText(box.say('signIn.title', { app: app.name }));
    await box.account.fill(ada.email);
    await box.typePassword(box.password, 'not the password');
    await box.password.press('Enter');
    await box.notices('fault.wrongPassword.left', { count: 2 });
    const arrived = page.waitForResponse(/zh-CN\.json$/);
    speak();
    await arrived;
    await page.waitForTimeout(200);
    await box.button('signIn.register').click();
    await box.shows('register.title');
    expect(fault.to(/login\/account/).length).toBe(1);
  });
});

test('what a form by code says first stands above it, also where it is drawn over a form with a password', async ({ open }) => {
  const agreement = { id: 1, title: 'I agree to the terms', lang: 'en-US', required: true, availableAt: 2, order: 0 };
  const box = await open(await App.create({ ...MERGED, loginTabs: { list: ['phone-code', 'password'], default: 'phone-code' }, agreements: [agreement] }));
  const field = box.field('field.email.or.phone');
  await expect(field).toBeVisible();
  const [said, asked] = await Promise.all([box.element.getByText(box.say('signIn.merges')).boundingBox(), field.boundingBox()]);
  expect((said?.y ?? Infinity) + (said?.height ?? 0)).toBeLessThanOrEqual(asked?.y ?? 0);
});

test('Enter and then another button are both carried out, in this order', async ({ open, page, fault }) => {
  const { box, arrive } = await entered(page, open, fault.origin);
  await box.button('password.show').click();
  await box.password.press('Enter');
  arrive();
  await box.signedIn();
  expect(fault.to(/login\/account/).length).toBe(1);
});

test('the form that the element draws is the one that the module draws', async ({ open, page }) => {
  const { arrive } = await withoutModule(page);
  const app = await App.create();
  const box = await open(app);
  await expect(box.password).toBeVisible();
  const drawn = () => box.element.evaluate((it) => {
    const read = (node: Node): unknown => {
      if (!(node instanceof Element)) return node.textContent;
      const attributes = [...node.attributes].map(({ name, value }) => [name, value]).sort();
      return [node.localName, Object.fromEntries(attributes), ...[...node.childNodes].map(read).filter((it) => it !== '')];
    };
    return read(it.shadowRoot?.querySelector('section') as Element);
  });
  const early = JSON.stringify(await drawn());
  const before = await box.element.boundingBox();
  arrive();
  await box.shows('signIn.title', { app: app.name });
  expect(JSON.parse(JSON.stringify(await drawn()).replace(box.say('signIn.title', { app: app.name }), box.say('signIn.title.plain')))).toEqual(JSON.parse(early));
  expect(await box.element.boundingBox()).toEqual(before);
});

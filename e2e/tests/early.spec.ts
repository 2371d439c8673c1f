// The first form before the wasm has arrived: drawn at once, typed into, and taken over without a loss.
import type { Page } from '@playwright/test';
import { watchShifts } from '../support/shifts.ts';
import { App, expect, test, Words } from '../support/test.ts';
import { PASSWORD } from '../support/api.ts';
import { held } from '../support/faults.ts';
import { CODES } from '../support/screens.ts';

const WASM = /guard_login_bg\.\w+\.wasm$/;

/** Holds the wasm back until `arrive` is called. */
async function withoutModule(page: Page): Promise<{ arrive: () => void }> {
  let arrive = () => {};
  const gate = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(WASM, async (route) => {
    await gate;
    await route.continue();
  });
  return { arrive };
}

/** Marks the inputs, so that another one in their place is noticed. */
async function marked(page: Page): Promise<void> {
  await page.locator('guard-login input').evaluateAll((all) => all.forEach((it, index) => Object.assign(it, { mark: index })));
}

async function marks(page: Page): Promise<unknown[]> {
  return page.locator('guard-login input').evaluateAll((all) => all.map((it) => (it as unknown as { mark?: number }).mark));
}

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
  const { arrive } = await withoutModule(page);
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { host: fault.origin });
  await box.account.fill(ada.email);
  await box.typePassword(box.password, PASSWORD);
  await box.password.press('Enter');
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

test('a link that was pressed leads on, and is kept, in its own language, even where that comes last', async ({ open, page, quiet }) => {
  const { arrive } = await withoutModule(page);
  let speak = () => {};
  const gate = new Promise<void>((resolve) => (speak = resolve));
  await page.route(/zh-CN\.json$/, async (route) => {
    await gate;
    await route.continue();
  });
  const app = await App.create();
  const chinese = { attributes: { lang: 'zh-CN' }, words: new Words('zh-CN') };
  const box = await open(app, chinese);
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
  const box = await open(app, { host: fault.origin, attributes: { lang: 'zh-CN' }, words: new Words('zh-CN') });
  // As the module writes it, before its Chinese texts have come.
  await box.button('signIn.register').evaluate((it: HTMLElement) => {
    it.textContent = 'Create an account';
    it.click();
    it.textContent = '立即注册';
  });
  settings.release();
  await box.shows('register.title');
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

test('a second visit begins with the form as it was last seen', async ({ open, page }) => {
  const app = await App.create({ passwordTabConfig: { validLoginMethods: ['username-password'] } });
  const first = await open(app);
  await first.shows('signIn.title', { app: app.name });
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).length)).toBe(1);
  const { arrive } = await withoutModule(page);
  const box = await open(app);
  await box.shows('signIn.title', { app: app.name });
  await expect(box.field('field.username')).toBeVisible();
  arrive();
});

test('a second visit leaves room for what has to be agreed to, and nothing moves when it comes', async ({ open, page }) => {
  const shifts = await watchShifts(page);
  const title = 'I have read the terms of use, the rules of returning what one has bought, and what is kept about me and for how long';
  const app = await App.create({ agreements: [{ id: 1, title, lang: 'en-US', required: true, availableAt: 1, order: 0 }] });
  const first = await open(app);
  await expect(first.element.getByRole('checkbox')).toBeVisible();
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).length)).toBe(1);
  const stands = await first.element.boundingBox();
  const { arrive } = await withoutModule(page);
  const box = await open(app);
  await expect(box.submit).toBeVisible();
  await expect(box.element.getByRole('checkbox')).toHaveCount(0);
  expect(await box.element.boundingBox()).toEqual(stands);
  arrive();
  await expect(box.element.getByRole('checkbox')).toBeVisible();
  expect(await box.element.boundingBox()).toEqual(stands);
  expect(await shifts()).toBe(0);
  // In another width it takes the height that it needs.
  await page.setViewportSize({ width: 320, height: 640 });
  await expect.poll(async () => (await box.submit.boundingBox())!.y - (await box.element.getByRole('group').boundingBox())!.y - (await box.element.getByRole('group').boundingBox())!.height).toBeLessThan(17);
});

test('an app that begins with another screen shows no password form from the second visit on', async ({ open, page }) => {
  const app = await App.create({ ...CODES, loginTabs: { list: ['phone-code', 'password'], default: 'phone-code' } });
  const first = await open(app);
  await expect(first.field('field.email.or.phone')).toBeVisible();
  await expect.poll(() => page.evaluate(() => Object.values(localStorage))).toEqual(['false']);
  const { arrive } = await withoutModule(page);
  const settings = page.waitForResponse(/public-config/);
  const box = await open(app);
  await settings;
  expect(await box.element.evaluate((it) => it.shadowRoot?.textContent)).toBe('');
  arrive();
  await expect(box.field('field.email.or.phone')).toBeVisible();
});

test('what is kept of a form is bounded, and holds nothing that anybody typed', async ({ open, page }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.signIn(ada.email, `${PASSWORD}, but wrong`);
  await box.notices('fault.wrongPassword.left', { count: 2 });
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  expect(kept).not.toContain(ada.email);
  expect(kept).not.toContain(PASSWORD);
  expect(kept.length).toBeLessThan(16_384);
});

test('a kept form that somebody has spoilt is passed over @failure', async ({ open, page }) => {
  const app = await App.create();
  await open(app);
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).length)).toBe(1);
  for (const spoilt of ['{', '["script",{},"alert(1)"]', '["section",{"onclick":"alert(1)"},7]', 'null', '[]']) {
    await page.evaluate((it) => localStorage.setItem(Object.keys(localStorage)[0] ?? '', it), spoilt);
    const { arrive } = await withoutModule(page);
    const box = await open(app);
    await expect(box.password).toBeVisible();
    expect(await box.element.evaluate((it) => it.shadowRoot?.querySelector('script, [onclick]'))).toBeNull();
    arrive();
    await box.shows('signIn.title', { app: app.name });
    await page.unroute(WASM);
  }
});

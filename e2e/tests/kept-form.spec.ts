// What the element keeps of a form, and draws the next time before the wasm has arrived.
import { App, expect, test, Words } from '../support/test.ts';
import { PASSWORD } from '../support/api.ts';
import { WASM, withoutModule } from '../support/module.ts';
import { CODES } from '../support/screens.ts';
import { watchShifts } from '../support/shifts.ts';

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

test('the form is kept in the language that the app speaks', async ({ open, page }) => {
  const app = await App.create({ global: { showChangeLanguage: true, defaultLanguage: 'zh-CN' } });
  const words = new Words('zh-CN');
  const first = await open(app, { words });
  await expect(first.title).toHaveText(first.say('signIn.title', { app: app.name }));
  await expect.poll(() => page.evaluate(() => Object.values(localStorage).join())).toContain(`"${first.say('signIn.submit')}"`);
  const { arrive } = await withoutModule(page);
  const box = await open(app, { words });
  await expect(box.title).toHaveText(box.say('signIn.title', { app: app.name }));
  arrive();
});

test('a page that begins elsewhere this once has its form the next time', async ({ open, page }) => {
  const app = await App.create();
  await open(app);
  const kept = () => page.evaluate(() => Object.values(localStorage).join());
  await expect.poll(kept).toContain('"section"');
  const { arrive } = await withoutModule(page);
  const box = await open(app);
  await box.element.evaluate((it) => it.setAttribute('view', 'register'));
  arrive();
  await box.shows('register.title');
  await page.waitForTimeout(500);
  expect(await kept()).toContain('"section"');
});

test('two boxes of one app with other settings are kept apart', async ({ open, page, box: inPage }) => {
  const app = await App.create();
  const settings = (title: string) => ({ attributes: { '#json': JSON.stringify({ title }) } });
  for (const title of ['Box A', 'Box B']) {
    await open(app, settings(title));
    await expect.poll(() => page.evaluate(() => Object.values(localStorage).join())).toContain(title);
  }
  const { arrive } = await withoutModule(page);
  for (const title of ['Box A', 'Box B']) {
    await open(app, settings(title));
    await expect(inPage().title).toHaveText(title);
  }
  arrive();
});

test('what is kept of a form is bounded, and holds nothing that anybody typed', async ({ open, page }) => {
  const app = await App.create();
  const ada = await app.person();
  const { arrive } = await withoutModule(page);
  const box = await open(app);
  await box.account.fill(ada.email);
  await box.typePassword(box.password, `${PASSWORD}, but wrong`);
  arrive();
  await expect.poll(() => page.evaluate(() => Object.values(localStorage).join())).toContain('"section"');
  await box.password.press('Enter');
  await box.notices('fault.wrongPassword.left', { count: 2 });
  const kept = await page.evaluate(() => JSON.stringify(localStorage));
  expect(kept).not.toContain(ada.email);
  expect(kept).not.toContain(PASSWORD);
  expect(kept.length).toBeLessThan(16_384);
});

test('what somebody has put into a kept form is drawn without handlers, styles and addresses @failure', async ({ open, page }) => {
  const app = await App.create();
  await open(app);
  const kept = () => page.evaluate(() => Object.values(localStorage).join());
  await expect.poll(kept).toContain('"section"');
  const spoilt = ['section', { class: 'mark', onclick: 'alert(1)', style: 'color:red', href: 'javascript:alert(1)', srcdoc: 'x' }, ['p', { onfocus: 'alert(1)' }, 'Still here']];
  await page.evaluate((it) => localStorage.setItem(Object.keys(localStorage)[0] ?? '', JSON.stringify(it)), spoilt);
  const { arrive } = await withoutModule(page);
  const box = await open(app);
  await expect(box.element.getByText('Still here')).toBeVisible();
  const names = await box.element.evaluate((it) => [...it.shadowRoot!.querySelectorAll('*')].flatMap((it) => it.getAttributeNames()));
  expect(names).toEqual(['class']);
  arrive();
  await box.shows('signIn.title', { app: app.name });
});

test('a kept form that somebody has spoilt is passed over @failure', async ({ open, page }) => {
  const app = await App.create();
  await open(app);
  await expect.poll(() => page.evaluate(() => Object.keys(localStorage).length)).toBe(1);
  for (const spoilt of ['{', '["script",{},"alert(1)"]', '["section",{},7]', 'null', '[]']) {
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

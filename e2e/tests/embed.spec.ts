// How a page embeds the box: by the README's snippet, several times, under the strictest policy, in its own tree.
import { address, App, expect, HOSTS, SERVER, test } from '../support/test.ts';
import { PASSWORD, unique } from '../support/api.ts';
import { Words } from '../support/words.ts';

test('the README’s snippet, pasted into an empty file, signs a person in', { tag: ['@EM-1'] }, async ({ page, box, quiet }) => {
  const answer = await page.goto(`${HOSTS}/readme?guard=${SERVER}`);
  expect(answer?.status(), await answer?.text()).toBe(200);
  const it = box();
  await it.signIn('ada', 'correct horse battery');
  await it.signedIn();
  expect(quiet.details('login')[0]).toMatchObject({ user: { username: 'ada' } });
  // What the snippet itself does with the event.
  await expect(page).toHaveTitle(/Ada Lovelace/);
});

test('an element with nothing but a wrong app id says what is wrong, and to whom', { tag: ['@EM-1', '@failure'] }, async ({ open, quiet }) => {
  const box = await open(`no-${unique()}`);
  await box.shows('broken.title');
  await expect(box.element.getByText(box.say('broken.author'))).toBeVisible();
  await box.notices('broken.app');
  expect(quiet.details('load-error')[0]).toMatchObject({ code: 'UNKNOWN_APP', message: box.say('broken.app') });
});

test('a page whose origin the app does not list is told so', { tag: ['@EM-1', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create({ allowedOrigins: ['https://shop.example'] });
  const box = await open(app);
  await box.shows('broken.title');
  await box.notices('broken.origin', { origin: HOSTS });
  expect(quiet.details('load-error')[0]).toMatchObject({ code: 'ORIGIN_REFUSED', message: box.say('broken.origin', { origin: HOSTS }), data: { origin: HOSTS } });
});

test('L06 two boxes of one page keep their apps, languages and people apart', { tag: ['@EM-8'] }, async ({ page, box, quiet }) => {
  const [walnut, hazel] = [await App.create({ name: 'Walnut' }), await App.create({ name: 'Hazel', registerDisabled: true })];
  const ada = await walnut.person();
  await page.goto(address([
    { id: 'a', 'app-id': walnut.id, host: SERVER, lang: 'en-US', theme: 'dark' },
    { id: 'b', 'app-id': hazel.id, host: SERVER, lang: 'zh-CN', theme: 'light' },
  ]));
  const [a, b] = [box('#a'), box('#b', new Words('zh-CN'))];
  await a.shows('signIn.title', { app: 'Walnut' });
  await b.shows('signIn.title', { app: 'Hazel' });
  await expect(a.button('signIn.register')).toBeVisible();
  await expect(b.button('signIn.register')).toHaveCount(0);
  const shade = (it: typeof a) => it.title.evaluate((title) => getComputedStyle(title).color);
  expect(await shade(a)).not.toBe(await shade(b));
  await b.account.fill('wangming');
  await a.signIn(ada.email, ada.password);
  await a.signedIn();
  await b.shows('signIn.title', { app: 'Hazel' });
  await expect(b.account).toHaveValue('wangming');
  expect(quiet.heard.filter((it) => it.name === 'login').map((it) => [it.from, it.detail.appId])).toEqual([['a', walnut.id]]);
  expect(new Set(quiet.heard.map((it) => `${it.from} ${it.detail.appId}`))).toEqual(new Set([`a ${walnut.id}`, `b ${hazel.id}`]));
});

test('a box that cannot work leaves its neighbour alone', { tag: ['@EM-8', '@failure'] }, async ({ page, box, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  await page.goto(address([
    { id: 'a', 'app-id': 'not there', host: SERVER },
    { id: 'b', 'app-id': app.id, host: SERVER },
    { id: 'c', 'app-id': app.id, host: SERVER, config: '{"appId":' },
  ]));
  await box('#a').shows('broken.title');
  await box('#c').shows('broken.title');
  await box('#b').signIn(ada.email, 'not the password');
  await expect(box('#b').notice).not.toBeEmpty();
  await page.waitForTimeout(1000);
  await box('#b').signIn(ada.email, ada.password);
  await box('#b').signedIn();
  expect(quiet.heard.filter((it) => it.name === 'load-error').map((it) => it.from).sort()).toEqual(['a', 'c']);
});

test('A20 boxes in one tree share no id, and labels lead to their own fields', { tag: ['@EM-8', '@EM-11'] }, async ({ page, box }) => {
  const app = await App.create();
  await page.goto(address(['a', 'b'].map((id) => ({ id, 'app-id': app.id, host: SERVER, render: 'light' }))));
  await box('#b').account.fill('for b');
  await box('#a').account.fill('for a');
  await expect(box('#b').account).toHaveValue('for b');
  const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map((it) => it.id));
  expect(ids.length).toBe(new Set(ids).size);
});

test('the box works under a policy that allows nothing but itself', { tag: ['@EM-10'] }, async ({ open, page, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  const policy = (await (await page.request.get(page.url())).headersArray()).find((it) => it.name === 'content-security-policy')?.value;
  expect(policy).toContain("default-src 'none'; script-src 'self'");
  expect(policy).toContain("style-src 'none'");
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
  // It is enforced: a string does not become markup here.
  quiet.provoked = /^require-trusted-types-for .*<b>x<\/b>/;
  const refused = await page.evaluate(() => {
    try {
      document.createElement('div').innerHTML = '<b>x</b>';
      return 'taken';
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(refused).toBe('TypeError');
  await expect.poll(() => box.title.evaluate((it) => getComputedStyle(it).fontSize)).toBe('22px');
  await box.signIn(ada.email, ada.password);
  await box.signedIn();
});

test('C20 a policy without wasm leaves a sentence and an event, not a blank box', { tag: ['@EM-10', '@failure'] }, async ({ open, quiet }) => {
  quiet.provoked = /^script-src wasm-eval /;
  const app = await App.create();
  const box = await open(app, { policy: [`script-src 'self' ${SERVER}`] });
  await expect(box.element.getByText(box.say('late.failed'))).toBeVisible();
  await expect.poll(() => quiet.details('load-error').map((it) => [it.appId, it.code, typeof it.message, it.data])).toEqual([[app.id, 'MODULE_FAILED', 'string', null]]);
});

test('a box in the page’s own tree signs a person in', { tag: ['@EM-11'] }, async ({ open, page, quiet }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { attributes: { render: 'light' } });
  await box.signIn(ada.username, ada.password);
  await box.signedIn();
  expect(await page.evaluate(() => document.querySelector('guard-login')?.shadowRoot)).toBe(null);
  expect(quiet.details('login').length).toBe(1);
});

test('a light box looks like the one in a shadow, and its style touches nothing else of the page', { tag: ['@EM-11'] }, async ({ page, box }) => {
  const app = await App.create();
  await page.goto(address([{ id: 'a', 'app-id': app.id, host: SERVER }, { id: 'b', 'app-id': app.id, host: SERVER, render: 'light' }], { css: 'plain' }));
  const look = (it: ReturnType<typeof box>) =>
    it.account.evaluate((input) => {
      const style = getComputedStyle(input);
      return [style.height, style.borderRadius, style.fontSize, style.color, style.borderColor, input.getBoundingClientRect().width];
    });
  expect(await look(box('#b'))).toEqual(await look(box('#a')));
  const before = await page.evaluate(() => {
    const own = ['input', 'button', 'h1', 'p', 'label'].map((name) => document.body.appendChild(document.createElement(name)));
    own.forEach((it) => (it.className = 'card field input button label'));
    const style = () => own.map((it) => [getComputedStyle(it).cssText, it.offsetHeight].join());
    const now = style();
    for (const it of document.querySelectorAll('guard-login')) it.remove();
    document.adoptedStyleSheets = [];
    return [now, style()];
  });
  expect(before[0]).toEqual(before[1]);
});

test('a page with opinions of its own wins, and the box stays usable', { tag: ['@EM-11', '@failure'] }, async ({ open }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app, { attributes: { render: 'light' }, css: 'hostile' });
  await expect(box.account).toHaveCSS('border-style', 'dotted');
  await box.signIn(ada.email, 'not the password');
  await expect(box.notice).not.toBeEmpty();
  await box.page.waitForTimeout(1000);
  await box.signIn(ada.email, PASSWORD);
  await box.signedIn();
});

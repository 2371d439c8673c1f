// In Firefox, as in Chromium (tests/early.spec.ts): the form is there before the module, and is taken over without a loss.
import { App, expect, test, type Tab } from '../support/firefox.ts';
import { PASSWORD } from '../support/api.ts';
import { english } from '../support/words.ts';

/** Where the parts of the form stand. */
async function places(tab: Tab): Promise<unknown> {
  return tab.page.evaluate(() => {
    const root = document.querySelector('guard-login')?.shadowRoot ?? document.querySelector('guard-login');
    return [...(root?.querySelectorAll('section, h1, label, input, button') ?? [])].map((it) => {
      const { x, y, width, height } = it.getBoundingClientRect();
      return [it.localName, x, y, width, height];
    });
  });
}

for (const render of ['shadow', 'light']) {
  test(`a person types before the module is there, and text, selection and focus survive its coming (${render})`, async ({ tab }) => {
    const app = await App.create();
    const ada = await app.person();
    await tab.show(app, { attributes: { render } });
    const [account, password] = [await tab.account(), await tab.password()];
    await account.type(ada.email);
    await password.type(PASSWORD);
    await account.focus();
    await account.evaluate((it) => it.setSelectionRange(1, 3));
    const before = await places(tab);
    const heard = await account.evaluateHandle((it) => {
      const events: string[] = [];
      for (const name of ['focus', 'blur']) it.addEventListener(name, () => events.push(name));
      return events;
    });
    tab.arrive();
    await tab.shows(english.say('signIn.title', { app: app.name }));
    expect(await account.evaluate((it) => [it.isConnected, it.value, it.selectionStart, it.selectionEnd, (it.getRootNode() as ShadowRoot).activeElement === it])).toEqual([true, ada.email, 1, 3, true]);
    expect(await password.evaluate((it) => [it.isConnected, it.value])).toEqual([true, PASSWORD]);
    expect(await heard.jsonValue()).toEqual([]);
    expect(await places(tab)).toEqual(before);
    await (await tab.part('button[type=submit]')).click();
    await tab.shows(english.say('signedIn.title'));
  });
}

test('Enter that was pressed before the module was there signs in once it is', async ({ tab }) => {
  const app = await App.create();
  const ada = await app.person();
  await tab.show(app);
  const sent: string[] = [];
  tab.page.on('request', (it) => {
    if (/login\/account/.test(it.url()) && it.method() === 'POST') sent.push(it.url());
  });
  await (await tab.account()).type(ada.email);
  const password = await tab.password();
  await password.type(PASSWORD);
  await password.press('Enter');
  await password.press('Enter');
  expect(await (await tab.part('button[type=submit]')).evaluate((it) => it.getAttribute('aria-busy'))).toBe('true');
  tab.arrive();
  await tab.shows(english.say('signedIn.title'));
  expect(sent.length).toBe(1);
  expect(tab.page.url()).not.toContain(encodeURIComponent(PASSWORD));
});

test('a link that was pressed before the module was there leads on once it is', async ({ tab }) => {
  const app = await App.create();
  await tab.show(app);
  await (await tab.part('p > button')).click();
  tab.arrive();
  await tab.shows(english.say('register.title'));
});

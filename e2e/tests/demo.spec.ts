// The server's own pages under --dev: what a newcomer sees after `cargo xtask demo`.
import { App, expect, SERVER, test } from '../support/test.ts';
import { PASSWORD, unique } from '../support/api.ts';

test('a newcomer signs in on the demo page as one of the people it names, and out again', async ({ page, box, quiet }) => {
  await page.goto(`${SERVER}/`);
  const it = box();
  await it.signIn('ada', 'correct horse battery');
  await expect(page.getByRole('heading', { name: /Ada Lovelace/ })).toBeVisible();
  await expect(it.element).toBeHidden();
  quiet.secret('correct horse battery');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(it.account).toBeVisible();
});

test('the outbox shows a mail as it arrives, with its code to copy', async ({ page, open }) => {
  const app = await App.create({ name: `Walnut ${unique()}` });
  const ada = await app.person();
  const outbox = await page.context().newPage();
  await outbox.goto(`${SERVER}/dev/outbox`);
  const box = await open(app);
  await box.askForCode(ada.email);
  const code = await app.code(ada.email);
  await outbox.bringToFront();
  await outbox.getByRole('button', { name: ada.email }).click();
  await expect(outbox.locator('output')).toHaveText(code);
  await expect(outbox.getByRole('heading', { name: `Your code for ${app.name}` })).toBeVisible();
});

test('the settings page changes an app, and says what it refuses at its row', async ({ page, box }) => {
  const app = await App.create({ name: `Walnut ${unique()}` });
  await page.goto(`${SERVER}/dev/settings`);
  await page.getByRole('combobox', { name: 'App', exact: true }).selectOption(app.id);
  const name = page.getByLabel(/^Name/);
  await expect(name).toHaveValue(app.name);
  await name.fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('name must be 1 to 64 characters')).toBeVisible();
  await name.fill('Hazel');
  await page.getByLabel(/Registration is closed/).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.goto(`${SERVER}/?app=${app.id}`);
  await box().shows('signIn.title', { app: 'Hazel' });
  await expect(box().button('signIn.register')).toHaveCount(0);
});

test('what is shown first and the order of tabs are set on the settings page, and a tab that there is not is named', async ({ page, box }) => {
  const app = await App.create({ name: `Walnut ${unique()}`, loginTabs: { list: ['password', 'phone-code'], default: 'password' }, qrcodeTabsSettings: { 'app-qrcode': [] } });
  await page.goto(`${SERVER}/dev/settings?app=${app.id}`);
  const order = page.getByLabel(/^The order of the tabs/);
  await order.fill('phone-code\nsocial');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('tabMethodsSortConfig.loginMethodsSort `social` is no tab of loginTabs.list, which has password, phone-code')).toBeVisible();
  await order.fill('phone-code\npassword');
  await page.getByLabel(/^What is shown first/).selectOption('app-qrcode');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.goto(`${SERVER}/?app=${app.id}`);
  await box().shows('scan.title');
  await box().button('scan.close').click();
  await expect(box().element.getByRole('tab')).toHaveText([box().say('signIn.way.code'), box().say('signIn.way.password')]);
  // And a code that is not on cannot be what is shown first.
  await page.goto(`${SERVER}/dev/settings?app=${app.id}`);
  await page.getByLabel(/^Ways that are on/).fill('{}');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('loginTabs.default must be one of loginTabs.list, or a way that qrcodeTabsSettings turns on')).toBeVisible();
});

test('the pages for developers answer this machine’s own pages alone', async ({ page, open }) => {
  const app = await App.create();
  await open(app, { connect: [SERVER] });
  // Another origin of the same machine, with everything allowed by its own policy.
  const read = await page.evaluate(async (url) => {
    try {
      return (await fetch(url)).status;
    } catch {
      return 'unreadable';
    }
  }, `${SERVER}/dev/api/outbox`);
  expect(read).toBe('unreadable');
  const changed = await page.evaluate(async (url) => {
    const answer = await fetch(url, { method: 'POST', mode: 'no-cors', body: '{}' }).catch(() => undefined);
    return answer?.type;
  }, `${SERVER}/dev/api/users`);
  expect(changed).toBe('opaque');
  expect(await app.signsIn('ada', PASSWORD)).toBe(false);
});

// What was typed and pressed before the settings were there, or before they changed.
import { App, expect, test } from '../support/test.ts';
import { PASSWORD } from '../support/api.ts';
import { entered, marked, marks } from '../support/early.ts';
import { answer, held } from '../support/faults.ts';
import { withoutModule } from '../support/module.ts';

test('what was typed early is there again after settings that could not be had', { tag: ['@failure'] }, async ({ open, page, fault }) => {
  const { arrive } = await withoutModule(page);
  const app = await App.create();
  const ada = await app.person();
  fault.always(/public-config/, answer({}, { status: 503 }));
  const box = await open(app, { host: fault.origin });
  await box.account.fill(ada.email);
  await box.typePassword(box.password, PASSWORD);
  arrive();
  await box.shows('broken.title');
  await expect(box.account).toHaveCount(0);
  await box.button('box.retry').click();
  await expect.poll(() => fault.to(/public-config/).length).toBeGreaterThan(4);
  await box.shows('broken.title');
  fault.mend();
  await box.button('box.retry').click();
  await box.shows('signIn.title', { app: app.name });
  await expect(box.account).toHaveValue(ada.email);
  await expect(box.account).toBeFocused();
  await expect(box.password).toHaveValue(PASSWORD);
  await box.password.press('Enter');
  await box.signedIn();
});

test('Enter that was pressed early is carried out when settings that could not be had are there', { tag: ['@failure'] }, async ({ open, page, fault }) => {
  fault.always(/public-config/, answer({}, { status: 503 }));
  const { box, arrive } = await entered(page, open, fault.origin);
  arrive();
  await box.shows('broken.title');
  fault.mend();
  await box.button('box.retry').click();
  await box.signedIn();
  expect(fault.to(/login\/account/).length).toBe(1);
});

test('who types while settings are asked for again keeps the focus when they come', { tag: ['@failure'] }, async ({ open, page, fault, quiet }) => {
  quiet.secret(PASSWORD);
  const app = await App.create();
  const ada = await app.person();
  fault.always(/public-config/, answer({}, { status: 503 }));
  const box = await open(app, { host: fault.origin });
  await box.shows('broken.title');
  fault.mend();
  const settings = held();
  fault.always(/public-config/, settings.step);
  await box.button('box.retry').click();
  await box.account.fill(ada.email);
  await box.password.focus();
  settings.release();
  await box.shows('signIn.title', { app: app.name });
  // Longer than the frame in which the focus follows to a new screen.
  await page.waitForTimeout(200);
  await expect(box.password).toBeFocused();
  await page.keyboard.type(PASSWORD);
  await expect(box.account).toHaveValue(ada.email);
  await page.keyboard.press('Enter');
  await box.signedIn();
});

test('settings that the page gives late take nothing away that was typed', async ({ open, page }) => {
  const { arrive } = await withoutModule(page);
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.account.fill(ada.email);
  await box.typePassword(box.password, PASSWORD);
  await marked(page);
  await box.element.evaluate((it) => Object.assign(it, { config: { title: 'Hi', disableRegister: true } }));
  await page.waitForTimeout(200);
  arrive();
  await expect(box.title).toHaveText('Hi');
  await expect(box.element.getByText(box.say('signIn.register'))).toHaveCount(0);
  expect(await marks(page)).toEqual([0, 1]);
  await expect(box.account).toHaveValue(ada.email);
  await expect(box.password).toBeFocused();
  await box.password.press('Enter');
  await box.signedIn();
});

test('C14 settings that change while somebody types leave what was typed, and where', async ({ open }) => {
  const app = await App.create();
  const ada = await app.person();
  for (const render of ['shadow', 'light']) {
    const box = await open(app, { attributes: { render } });
    await box.shows('signIn.title', { app: app.name });
    await box.account.fill(ada.email);
    await box.typePassword(box.password, PASSWORD);
    await box.element.evaluate((it) => Object.assign(it, { config: { title: 'Hi', disableRegister: true } }));
    await expect(box.title).toHaveText('Hi');
    await expect(box.account).toHaveValue(ada.email);
    await expect(box.password).toHaveValue(PASSWORD);
    await expect(box.password).toBeFocused();
    await box.password.press('Enter');
    await box.signedIn();
  }
});

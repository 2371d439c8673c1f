// The server's own sign-in page in a browser without JavaScript.
import type { Page } from '@playwright/test';
import { expect, HOSTS, SERVER, test } from '../support/test.ts';
import { PASSWORD } from '../support/api.ts';
import { ADDRESS, created, Errand } from '../support/hosted.ts';
import { CODES, SCAN } from '../support/screens.ts';

test.use({ javaScriptEnabled: false });

const account = (page: Page) => page.getByLabel('Email or username');
const password = (page: Page) => page.getByLabel('Password', { exact: true });

async function signIn(page: Page, typed: string): Promise<void> {
  await password(page).fill(typed);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function refused(page: Page): Promise<void> {
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toHaveText(['The account or the password is wrong.']);
  // The ladder's first pause.
  await page.waitForTimeout(1100);
}

test('a person signs in on the server’s page and comes back to the app @SS-1', async ({ page }) => {
  const app = await created();
  const ada = await app.person();
  const errand = new Errand(app);
  await page.goto(errand.to());
  await account(page).fill(ada.email);
  await password(page).fill(PASSWORD);
  await password(page).press('Enter');
  const { code, data } = await errand.exchange(await errand.ticket(page));
  expect([code, data?.email]).toEqual([200, ada.email]);
});

for (const first of ['phone-code', 'app-qrcode']) {
  test(`a person signs in by password where the app begins with another way (${first}) @SS-1`, async ({ page }) => {
    const app = await created({ ...CODES, ...SCAN, loginTabs: { list: ['phone-code', 'password'], default: first } });
    const ada = await app.person();
    const errand = new Errand(app);
    await page.goto(errand.to());
    await expect(page.getByRole('link')).toHaveCount(0);
    await expect(page.locator('p', { hasText: 'JavaScript' })).toHaveCount(0);
    // What needs a script is not there.
    await expect(page.getByRole('tab')).toHaveCount(0);
    await expect(page.getByRole('button')).toHaveCount(1);
    await account(page).fill(ada.email);
    await signIn(page, `${PASSWORD}, but wrong`);
    await refused(page);
    await signIn(page, PASSWORD);
    await errand.ticket(page);
  });
}

test('an app without passwords says that its ways need JavaScript, and leads nowhere @SS-1 @failure', async ({ page }) => {
  const app = await created({ ...CODES, loginTabs: { list: ['phone-code'], default: 'phone-code' } });
  await page.goto(new Errand(app).to());
  // Playwright finds no text in there by itself.
  const said = page.locator('noscript p');
  await expect(said).toBeVisible();
  await expect(said).toHaveText(/^The ways to sign in to this app need JavaScript\./);
  await expect(page.getByRole('link')).toHaveCount(0);
  await expect(page.getByRole('textbox')).toHaveCount(0);
});

test('a wrong password is said once, and what was typed stands there but for it @SS-1 @failure', async ({ page }) => {
  const app = await created();
  const ada = await app.person();
  const errand = new Errand(app);
  await page.goto(errand.to());
  await account(page).fill(ada.email);
  await signIn(page, `${PASSWORD}, but wrong`);
  await refused(page);
  await expect(account(page)).toHaveValue(ada.email);
  await expect(password(page)).toHaveValue('');
  await signIn(page, PASSWORD);
  await errand.ticket(page);
});

test('another site’s form only fills in who is meant, whatever password it sends @SS-1 @failure', async ({ page, open }) => {
  const app = await created();
  const ada = await app.person();
  await open(app, { prerender: { redirectUri: ADDRESS } });
  await account(page).fill(ada.email);
  await signIn(page, PASSWORD);
  await page.waitForURL(`${SERVER}/login?**`);
  await expect(account(page)).toHaveValue(ada.email);
  await expect(password(page)).toHaveValue('');
  expect((await page.context().cookies(SERVER)).map((it) => it.name)).toEqual([]);
  // From here on it is the server's own page.
  await signIn(page, PASSWORD);
  await page.waitForURL(`${HOSTS}/returned?**`);
});

// The demo's phone page: it reads a code, asks whether this is the screen in front of the person, and decides.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, SERVER, test } from '../support/test.ts';

interface Code {
  random: string;
  text: string;
  url: string;
  matchNumber: string | null;
}

const headers = { 'content-type': 'application/json', 'x-authing-app-id': 'guard-demo' };

async function begin(app = 'guard-demo'): Promise<Code> {
  const own = { ...headers, 'x-authing-app-id': app };
  const answer = await fetch(`${SERVER}/api/v2/qrcode/gene`, { method: 'POST', headers: own, body: JSON.stringify({ scene: 'APP_AUTH' }) });
  return ((await answer.json()) as { data: Code }).data;
}

async function state(code: Code, app = 'guard-demo'): Promise<{ status: number; ticket: string | null }> {
  const own = { ...headers, 'x-authing-app-id': app };
  const answer = await fetch(`${SERVER}/api/v2/qrcode/check?random=${code.random}`, { headers: own });
  return ((await answer.json()) as { data: { status: number; ticket: string | null } }).data;
}

async function paste(page: Page, text: string): Promise<void> {
  await page.getByLabel(/Or paste what the code says/).fill(text);
  await page.getByRole('button', { name: 'Use it' }).click();
}

async function clean(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map((it) => `${it.id}: ${it.nodes[0]?.html}`)).toEqual([]);
  }
}

test('Q12 the phone reads a picture, asks about the screen, and agrees', { tag: ['@QR-8'] }, async ({ page }) => {
  await page.goto(`${SERVER}/dev/phone`);
  await clean(page);
  await page.getByLabel('This phone belongs to').selectOption('grace');
  const code = await begin();
  const picture = Buffer.from(await (await fetch(code.url)).arrayBuffer());
  await page.getByLabel('Choose a picture').setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: picture });
  await expect(page.getByRole('heading', { name: 'Sign in to Acorn?' })).toBeFocused();
  await expect(page.getByText('Is this the screen in front of you?')).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: 'this machine' })).toBeVisible();
  expect((await state(code)).status).toBe(1);
  await clean(page);
  await page.getByRole('button', { name: 'Yes, sign in there' }).click();
  await expect(page.getByRole('heading', { name: 'Signed in' })).toBeFocused();
  await clean(page);
  const { status, ticket } = await state(code);
  expect(status).toBe(2);
  const user = await fetch(`${SERVER}/api/v2/qrcode/userinfo`, { method: 'POST', headers, body: JSON.stringify({ ticket }) });
  expect(await user.json()).toMatchObject({ code: 200, data: { username: 'grace' } });
});

// An app of the demo that shows a number beside its codes.
const NUMBERED = 'guard-demo-open';

test('Q12 where a code has a number, agreeing is choosing it among three', { tag: ['@QR-8'] }, async ({ page }) => {
  await page.goto(`${SERVER}/dev/phone`);
  const code = await begin(NUMBERED);
  await paste(page, code.text);
  await expect(page.getByText('Which number stands beside the code in front of you?')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Yes, sign in there' })).toBeHidden();
  await clean(page);
  const numbers = page.getByRole('group', { name: 'Which number stands beside the code in front of you?' }).getByRole('button');
  await expect(numbers).toHaveCount(3);
  await numbers.filter({ hasText: code.matchNumber ?? 'none' }).click();
  await expect(page.getByRole('heading', { name: 'Signed in' })).toBeFocused();
  expect((await state(code, NUMBERED)).status).toBe(2);
});

test('Q12 another number signs nobody in, and ends the code', { tag: ['@QR-8', '@failure'] }, async ({ page }) => {
  await page.goto(`${SERVER}/dev/phone`);
  const code = await begin(NUMBERED);
  await paste(page, code.text);
  await page.getByRole('group', { name: 'Which number stands beside the code in front of you?' }).getByRole('button').filter({ hasNotText: code.matchNumber ?? 'none' }).first().click();
  await expect(page.getByRole('heading', { name: 'Nobody was signed in' })).toBeFocused();
  expect((await state(code, NUMBERED)).status).toBe(3);
  await clean(page);
});

test('Q03 the phone cancels, and says what is no code and what is over', { tag: ['@QR-8', '@failure'] }, async ({ page }) => {
  await page.goto(`${SERVER}/dev/phone`);
  const code = await begin();
  await paste(page, code.text);
  await page.getByRole('button', { name: 'No, cancel' }).click();
  await expect(page.getByRole('heading', { name: 'Cancelled' })).toBeFocused();
  expect((await state(code)).status).toBe(3);
  await page.getByRole('button', { name: 'Scan another code' }).click();
  await paste(page, 'https://evil.example/');
  await expect(page.getByRole('alert').filter({ hasText: 'That is not a sign-in code.' })).toBeVisible();
  await paste(page, code.text);
  await expect(page.getByRole('alert').filter({ hasText: 'That code is over' })).toBeVisible();
  const blank = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=', 'base64');
  await page.getByLabel('Choose a picture').setInputFiles({ name: 'blank.png', mimeType: 'image/png', buffer: blank });
  await expect(page.getByRole('alert').filter({ hasText: 'There is no code to read in that picture.' })).toBeVisible();
  await clean(page);
});

test('X07 what a code and an app say is text on the phone', { tag: ['@QR-8', '@failure'] }, async ({ page }) => {
  const id = `phone-${Date.now()}`;
  const name = '<img src=x onerror=alert(1)>';
  const settings = { name, qrcodeTabsSettings: { 'app-qrcode': [] } };
  const made = await fetch(`${SERVER}/dev/api/apps`, { method: 'POST', headers, body: JSON.stringify({ id, poolId: 'guard-demo-pool', settings }) });
  expect(made.status).toBe(201);
  const own = { ...headers, 'x-authing-app-id': id };
  const begun = await fetch(`${SERVER}/api/v2/qrcode/gene`, { method: 'POST', headers: own, body: JSON.stringify({ scene: 'APP_AUTH', customData: name }) });
  const { data } = (await begun.json()) as { data: Code };
  await page.goto(`${SERVER}/dev/phone`);
  await paste(page, data.text);
  await expect(page.getByRole('heading', { name: `Sign in to ${name}?` })).toBeVisible();
  await expect(page.locator('main img:not([hidden])')).toHaveCount(0);
});

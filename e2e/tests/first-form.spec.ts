// What a first form costs: everything that the browser receives beyond the host page until a wrong password has been answered.
import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import type { Request } from '@playwright/test';
import { App, expect, HOSTS, SERVER, test } from '../support/test.ts';
import { PASSWORD } from '../support/api.ts';

/** Bytes of an answer's body as they travel. Chromium does not count those that come compressed and in pieces: they are asked for again. */
async function received(request: Request): Promise<number> {
  if (request.method() !== 'GET') return (await request.sizes()).responseBodySize;
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip, deflate, br', origin: HOSTS };
    get(request.url(), { headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (it: Buffer) => (bytes += it.length));
      answer.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}

test('a first form loads the element and the module, and asks the backend twice', async ({ open, page }) => {
  const app = await App.create();
  const ada = await app.person();
  const files: string[] = [];
  const answers: { path: string; bytes: Promise<number> }[] = [];
  page.on('requestfinished', (it) => {
    const url = new URL(it.url());
    if (url.origin === HOSTS) return;
    if (url.pathname.startsWith('/guard/')) files.push(url.pathname.slice('/guard/'.length));
    else answers.push({ path: url.pathname, bytes: received(it) });
  });
  const box = await open(app, { host: SERVER });
  await box.signIn(ada.email, `${PASSWORD}, but wrong`);
  await box.notices('fault.wrongPassword.left', { count: 2 });
  expect(files.map((it) => it.replace(/\.[0-9a-f]{16}\./, '.')).sort()).toEqual(['guard-login.js', 'guard_login_bg.wasm']);
  // The box may show an answer before the browser reports its request as finished.
  const asked = () => new Set(answers.map((it) => it.path).filter((it) => !it.endsWith('/public-config')));
  await expect.poll(asked).toEqual(new Set(['/api/v2/login/account']));
  for (const it of answers) expect(await it.bytes, it.path).toBeGreaterThan(100);
  const bytes = (await Promise.all(answers.map((it) => it.bytes))).reduce((sum, it) => sum + it, 0);
  const reports = process.env.GUARD_REPORTS;
  if (!reports) return;
  mkdirSync(reports, { recursive: true });
  writeFileSync(path.join(reports, 'first-form.json'), JSON.stringify({ files, answers: bytes }));
});

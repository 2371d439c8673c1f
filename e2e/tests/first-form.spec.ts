// What a first form costs: everything that the browser receives beyond the host page until a wrong password has been answered.
import { mkdirSync, writeFileSync } from 'node:fs';
import { request as ask } from 'node:http';
import path from 'node:path';
import type { Request } from '@playwright/test';
import { App, expect, HOSTS, SERVER, test } from '../support/test.ts';
import { PASSWORD } from '../support/api.ts';

/**
 * Bytes of an answer's body as they travel. Chromium neither counts those that come compressed and in pieces nor always tells
 * that a request has finished: the same is asked again, and what comes is counted.
 */
function received(request: Request): Promise<number> {
  const { ['content-length']: _, ...sent } = request.headers();
  const headers = { ...sent, 'accept-encoding': 'gzip, deflate, br', origin: HOSTS };
  return new Promise((resolve, reject) => {
    const again = ask(request.url(), { method: request.method(), headers }, (answer) => {
      let bytes = 0;
      answer.on('data', (it: Buffer) => (bytes += it.length));
      answer.on('end', () => resolve(bytes));
    });
    again.on('error', reject);
    again.end(request.postDataBuffer() ?? undefined);
  });
}

test('a first form loads the element and the module, and asks the backend twice', async ({ open, page }) => {
  const app = await App.create();
  const ada = await app.person();
  const files: string[] = [];
  const asked: Request[] = [];
  page.on('request', (it) => {
    const url = new URL(it.url());
    if (url.origin === HOSTS) return;
    if (url.pathname.startsWith('/guard/')) files.push(url.pathname.slice('/guard/'.length));
    else asked.push(it);
  });
  const box = await open(app, { host: SERVER });
  await box.signIn(ada.email, `${PASSWORD}, but wrong`);
  await box.notices('fault.wrongPassword.left', { count: 2 });
  expect(files.map((it) => it.replace(/\.[0-9a-f]{16}\./, '.')).sort()).toEqual(['guard-login.js', 'guard_login_bg.wasm']);
  const paths = asked.map((it) => new URL(it.url()).pathname);
  expect(paths.filter((it) => !it.endsWith('/public-config'))).toEqual(['/api/v2/login/account']);
  const sizes = await Promise.all(asked.map(received));
  for (const [at, bytes] of sizes.entries()) expect(bytes, paths[at]).toBeGreaterThan(100);
  const reports = process.env.GUARD_REPORTS;
  if (!reports) return;
  mkdirSync(reports, { recursive: true });
  const answers = sizes.reduce((sum, it) => sum + it, 0);
  writeFileSync(path.join(reports, 'first-form.json'), JSON.stringify({ files, answers }));
});

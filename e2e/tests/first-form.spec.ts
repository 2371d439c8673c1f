// What a first form costs: everything that the browser receives beyond the host page until a wrong password has been answered.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { App, expect, HOSTS, SERVER, test } from '../support/test.ts';
import { PASSWORD } from '../support/api.ts';

test('a first form loads the element and the module, and asks the backend twice', async ({ open, page }) => {
  const app = await App.create();
  const ada = await app.person();
  const files: string[] = [];
  const answers: { path: string; bytes: Promise<number> }[] = [];
  page.on('requestfinished', (it) => {
    const url = new URL(it.url());
    if (url.origin === HOSTS) return;
    if (url.pathname.startsWith('/guard/')) files.push(url.pathname.slice('/guard/'.length));
    else answers.push({ path: url.pathname, bytes: it.sizes().then((sizes) => sizes.responseBodySize) });
  });
  const box = await open(app, { host: SERVER });
  await box.signIn(ada.email, `${PASSWORD}, but wrong`);
  await box.notices('fault.wrongPassword.left', { count: 2 });
  expect(files.sort()).toEqual(['guard-login.js', 'guard_login_bg.wasm']);
  const asked = answers.map((it) => it.path).filter((it) => !it.endsWith('/public-config'));
  expect(new Set(asked)).toEqual(new Set(['/api/v2/login/account']));
  const bytes = (await Promise.all(answers.map((it) => it.bytes))).reduce((sum, it) => sum + it, 0);
  expect(bytes).toBeGreaterThan(0);
  const reports = process.env.GUARD_REPORTS;
  if (!reports) return;
  mkdirSync(reports, { recursive: true });
  writeFileSync(path.join(reports, 'first-form.json'), JSON.stringify({ files, answers: bytes }));
});

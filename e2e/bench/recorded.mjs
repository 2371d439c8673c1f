// What our real server answers, asked once at the beginning of a run: every load then gets these very bytes, without the server's own work.
import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Apps of pages with many boxes; the first is that of all other pages. */
export const APPS = ['bench-0', 'bench-1', 'bench-2', 'bench-3'];

export const ASSETS = process.env.GUARD_E2E_ASSETS ?? path.resolve(import.meta.dirname, '../../dist');
const MARKED = /\.[0-9a-f]{16}\.wasm$/;

const settings = (app) => `/api/v2/applications/${app}/public-config`;
/** The first form as HTML, to be put into a page by whoever makes the page. */
const prerender = (app) => `/api/v2/applications/${app}/prerender?style=inline`;

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** The answer with its body as sent, still compressed. */
const asked = (server, method, address, headers = {}, body = '') =>
  new Promise((resolve, reject) => {
    const going = request(new URL(address, server), { method, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    going.on('error', reject);
    going.end(body);
  });

async function started(...flags) {
  const port = await freePort();
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../serve.mjs'), String(port), ...flags], { stdio: ['ignore', 'ignore', 'inherit'] });
  const server = `http://127.0.0.1:${port}`;
  const stop = () => new Promise((resolve) => child.once('exit', resolve).kill('SIGTERM'));
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) break;
    const health = await asked(server, 'GET', '/healthz').catch(() => undefined);
    if (health?.status === 200) return { server, stop };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error('guard-server did not start; its log is target/reports/e2e-server.log');
}

const kept = ({ status, headers, body }) => {
  const { date, connection, 'keep-alive': _, 'transfer-encoding': __, 'content-length': ___, ...own } = headers;
  return { status, headers: own, body };
};

/** How long files are kept, by whether their name is marked: while it is being worked on (`--dev`) the server lets nobody keep them. */
async function filesInEarnest() {
  const { server, stop } = await started('--trusted-proxy-header', 'x-forwarded-for');
  const headers = async (name) => {
    const { status, headers } = await asked(server, 'GET', `/guard/${name}`);
    if (status !== 200) throw new Error(`the server has no ${name}: ${status}`);
    return { 'cache-control': headers['cache-control'], 'access-control-allow-origin': '*' };
  };
  try {
    const marked = readdirSync(ASSETS).find((it) => MARKED.test(it));
    const [plain, kept] = [await headers('guard-login.js'), await headers(marked)];
    return (name) => (MARKED.test(name) ? kept : plain);
  } finally {
    await stop();
  }
}

/** Answers by path for the site's pages, the headers that go with the box's files, and the prerendered form where there is one. */
export async function recorded(site) {
  const fileHeaders = await filesInEarnest();
  const { server, stop } = await started();
  const { origin } = site;
  try {
    const answers = new Map();
    const reader = { origin, 'accept-encoding': 'gzip, deflate, br, zstd' };
    for (const id of APPS) {
      const made = await asked(server, 'POST', '/dev/api/apps', { 'content-type': 'application/json' }, JSON.stringify({ id, settings: { name: 'Walnut' } }));
      if (made.status >= 300) throw new Error(`the app ${id} could not be made: ${made.status} ${made.body}`);
      const answer = await asked(server, 'GET', settings(id), reader);
      if (answer.status !== 200) throw new Error(`the settings of ${id}: ${answer.status} ${answer.body}`);
      answers.set(settings(id), kept(answer));
    }
    // Once more in words, for a peer that speaks the same protocol.
    const plain = await asked(server, 'GET', settings(APPS[0]), { origin });
    const component = await asked(server, 'GET', `/api/v2/applications/${APPS[0]}/components-public-config/guard`, { origin });
    const form = await asked(server, 'GET', prerender(APPS[0]), { accept: 'text/html' });
    const isForm = form.status === 200 && /text\/html/.test(form.headers['content-type'] ?? '');
    return {
      answers,
      settings: JSON.parse(plain.body),
      component: JSON.parse(component.body),
      fileHeaders,
      // It names the server that made it: its files and its backend are the site's here.
      prerendered: isForm ? form.body.toString().replaceAll(`${server}/guard/`, '/guard/').replaceAll(server, site.api) : undefined,
      withoutPrerendered: `the server has no page at ${prerender('APP')} (it answered ${form.status})`,
    };
  } finally {
    await stop();
  }
}

// Host pages, on another origin than the guard-server: what a page that embeds the box looks like, under the strictest policy.
// usage: node hosts/serve.mjs PORT
//
// /page    boxes as the query says: guard=ORIGIN of the widget, connect=ORIGIN of each backend, box=JSON of one box's attributes,
//          with=NAME of a fragment in hosts/with, policy="directive value" instead of the strict one, script=none,
//          prerender=JSON of what npm/prerender.mjs is asked beside what the box says: then the box's first form stands in the page
// /returned where the server's own sign-in page sends people
// /readme  the snippet of README.md in an otherwise empty file, its own scripts allowed by their hashes; guard=ORIGIN takes the place of
//          the documented address
// /files   what the pages load
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { attributes, inlineScripts, policy, snippet } from './page.mjs';
import { prerender } from '../../npm/prerender.mjs';

const here = import.meta.dirname;
const port = Number(process.argv[2] ?? 8090);
const KINDS = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8' };
const NAME = /^[a-z-]+(\.js|\.css)?$/;

const html = (query, body, script) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Host page</title>
<link rel="icon" href="data:,">
${query.has('css') ? `<link rel="stylesheet" href="/files/${query.get('css')}.css">` : ''}
</head>
<body>
${body}
${script}
</body>
</html>
`;

const box = async (json, query) => {
  const asked = query.get('prerender');
  const { '#json': config, ...rest } = JSON.parse(json);
  const { host, 'app-id': appId, lang, render } = rest;
  const form = asked && (await prerender({ host, appId, lang, render, ...JSON.parse(asked) }));
  if (form?.reason) console.error(form.reason);
  // A sheet that stands in the page is allowed by name.
  if (form?.styleHash) query.append('policy', `style-src '${form.styleHash}'`);
  const child = config === undefined ? '' : `<script type="application/json">${config.replaceAll('<', '\\u003c')}</script>`;
  return `<guard-login${attributes(rest)}>${child}${form?.html ?? ''}</guard-login>`;
};

async function page(query) {
  const fragments = await Promise.all(
    query.getAll('with').filter((it) => NAME.test(it)).map((it) => readFile(path.join(here, 'with', `${it}.html`), 'utf8')),
  );
  const boxes = (await Promise.all(query.getAll('box').map((it) => box(it, query)))).join('\n');
  const script = query.get('script') === 'none' ? '' : `<script type="module"${attributes({ src: `${query.get('guard')}/guard/guard-login.js` })}></script>`;
  return html(query, `${fragments.join('')}<main>\n${boxes}\n</main>`, script);
}

async function answer(url) {
  const query = url.searchParams;
  const headers = { 'content-type': 'text/html; charset=utf-8' };
  if (url.pathname === '/') return { headers: { 'content-type': 'text/plain' }, body: 'host pages' };
  if (url.pathname === '/page') {
    const body = await page(query);
    return { headers: { ...headers, 'content-security-policy': policy(query) }, body };
  }
  if (url.pathname === '/returned') return { headers: { ...headers, 'content-security-policy': policy(query) }, body: html(query, '<main><h1>Back at the app</h1></main>', '') };
  if (url.pathname === '/readme') {
    const readme = await readFile(path.resolve(here, '../../README.md'), 'utf8');
    const body = snippet(readme, query.get('guard'));
    query.append('policy', `script-src 'self' ${query.get('guard')} 'wasm-unsafe-eval' ${inlineScripts(body).join(' ')}`);
    return { headers: { ...headers, 'content-security-policy': policy(query) }, body };
  }
  const file = url.pathname.match(/^\/files\/(.+)$/)?.[1];
  if (!file || !NAME.test(file)) return undefined;
  return { headers: { 'content-type': KINDS[path.extname(file)] }, body: await readFile(path.join(here, 'files', file)) };
}

createServer((request, response) => {
  answer(new URL(request.url, `http://localhost:${port}`)).then(
    (it) => (it ? response.writeHead(200, it.headers).end(it.body) : response.writeHead(404).end('no such page')),
    (error) => response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error.message)),
  );
}).listen(port, 'localhost');

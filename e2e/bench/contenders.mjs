// What is measured: a name, how a page embeds it, and whether it says when it is ready.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { APPS, ASSETS } from './recorded.mjs';
import { guard5 } from './peers/guard5.mjs';
import { hanko } from './peers/hanko.mjs';

/** What brings the box into a page. */
export const SCRIPT = '<script type="module" async src="/guard/guard-login.js"></script>';

/** The page around each of them. */
export const shell = ({ head = '', body }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in</title>
<link rel="icon" href="data:,">
<style>
body { margin: 2rem auto; max-width: 26rem; font: 1rem/1.5 sans-serif; }
</style>
${head}
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;

const FORM = `<form method="post" action="/login">
<h1>Sign in to Walnut</h1>
<p><label>Email or username <input name="account" autocomplete="username" required></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
<p><button>Sign in</button></p>
</form>`;

export const box = (app, { api }, within = '') => `<guard-login app-id="${app}" host="${api}">${within}</guard-login>`;
const embedded = (site) => ({ head: SCRIPT, body: box(APPS[0], site) });

/** `says`: it tells by its `load` event when its wasm is there. `again`: a second visit. `package`: where a peer comes from. */
const ALL = [
  { name: 'plain', title: 'plain HTML form', page: () => ({ body: FORM }) },
  { name: 'box', title: 'the box, script tag, first visit', says: true, page: embedded },
  {
    name: 'prerendered',
    title: 'the box, prerendered, first visit',
    says: true,
    without: (record) => (record.prerendered === undefined ? record.withoutPrerendered : undefined),
    page: (site, record) => ({ head: SCRIPT, body: box(APPS[0], site, record.prerendered) }),
  },
  { name: 'again', title: 'the box, script tag, second visit', says: true, again: true, page: embedded },
  hanko,
  guard5,
];

const version = (name) => JSON.parse(readFileSync(path.join(import.meta.dirname, 'node_modules', name, 'package.json'), 'utf8')).version;

/** Puts every contender's page, files and backend on the site; those that cannot run say why in `leftOut`. */
export function entered(site, record) {
  site.folder('/guard/', ASSETS, record.fileHeaders);
  site.backend(({ method, path: address }) => (method === 'GET' ? record.answers.get(address) : undefined));
  return ALL.map((it) => {
    const leftOut = it.without?.(record) ?? null;
    if (leftOut === null) site.page(`/${it.name}`, shell(it.page(site, record)));
    if (it.folder) site.folder(...it.folder);
    if (it.backend) site.backend((asked) => it.backend(asked, site, record));
    return { ...it, version: it.package ? version(it.package) : null, leftOut };
  });
}

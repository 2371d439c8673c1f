// What host pages are put together from. Everything that comes from a query is escaped.
import { createHash } from 'node:crypto';

const escaped = (text) => String(text).replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** `true` is an attribute without a value; `null` is none. */
export const attributes = (all) =>
  Object.entries(all)
    .filter(([name, value]) => value !== null && /^[a-z-]+$/.test(name))
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escaped(value)}"`))
    .join('');

/** The strictest policy that the widget is promised to live with; a `policy` of the query replaces one directive of it. */
export function policy(query) {
  const guard = query.get('guard');
  const all = {
    'default-src': "'none'",
    'script-src': `'self' ${guard} 'wasm-unsafe-eval'`,
    'style-src': query.has('css') ? "'self'" : "'none'",
    'connect-src': [guard, ...query.getAll('connect')].join(' '),
    'img-src': 'data:',
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'require-trusted-types-for': "'script'",
    'trusted-types': "'none'",
  };
  for (const own of query.getAll('policy')) {
    const [name, ...values] = own.split(' ');
    all[name] = values.join(' ');
  }
  return Object.entries(all).map(([name, value]) => `${name} ${value}`).join('; ');
}

/** Allows the scripts that stand in a page themselves, and no other inline script: a source of `script-src` for each. */
export const inlineScripts = (html) =>
  [...html.matchAll(/<script(?: type="module")?>([\s\S]*?)<\/script>/g)].map((it) => `'sha256-${createHash('sha256').update(it[1]).digest('base64')}'`);

/** The fenced block below the marker, with the documented address of the server replaced by the one at hand. */
export function snippet(readme, guard) {
  const block = readme.match(/^<!-- snippet: embed -->\s*```html\n([\s\S]*?)^```$/m)?.[1];
  if (!block) throw new Error('README.md has no fenced html block below <!-- snippet: embed -->');
  return block.replaceAll('http://localhost:8080', guard);
}

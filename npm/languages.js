//! Which language a box begins in, and its file.
import { BASE } from './module.js';
import { once } from './wire.js';

/** English is part of the wasm, and the languages that have a file are these; `i18n/locale.rs` chooses among them. */
const FILES = { en: 'en-US', zh: 'zh-CN' };
export const locale = (tag) =>
  tag === 'en-US' ? Promise.resolve('') : once(new URL(`locales/${tag}.json`, BASE).href, (it) => (it.ok ? it.text() : Promise.reject(it.status)));

/** The language of the first of `wanted` that has one. */
export const spoken = (wanted) => {
  const known = wanted.map((it) => (/-(hant|tw|hk|mo)/i.test(it) ? undefined : FILES[it.slice(0, 2).toLowerCase()]));
  return known.find((it) => it) ?? 'en-US';
};

//! Which language a box begins in, and its file.
import { BASE } from './module.js';
import { once } from './wire.js';

/** English is part of the wasm, and the languages that have a file are these; `i18n/locale.rs` chooses among them. */
const FILES = { en: 'en-US', zh: 'zh-CN' };
/** Subtags that say that a language is written in other characters than here. Compared as texts: a pattern would be compiled before the first frame. */
const OTHER = ['-hant', '-tw', '-hk', '-mo'];
export const locale = (tag) =>
  tag === 'en-US' ? Promise.resolve('') : once(new URL(`locales/${tag}.json`, BASE).href, (it) => (it.ok ? it.text() : Promise.reject(it.status)));

/** The language of the first of `wanted` that has one. */
export const spoken = (wanted) => {
  const known = wanted.map((it) => it.toLowerCase()).map((it) => (OTHER.some((other) => it.includes(other)) ? undefined : FILES[it.slice(0, 2)]));
  return known.find((it) => it) ?? 'en-US';
};

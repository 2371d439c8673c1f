// The words of the box, read from its own locale files: a test names a text by its key and survives a better wording.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export type Texts = Record<string, string>;
export type Values = Record<string, string | number>;

const locales = path.resolve(import.meta.dirname, '../../public/locales');

export const texts = (lang: string): Texts => JSON.parse(readFileSync(path.join(locales, `${lang}.json`), 'utf8')) as Texts;

/** The texts of one language, with what a page lays over them. */
export class Words {
  private readonly texts: Texts;

  constructor(lang = 'en-US', own: Texts = {}) {
    this.texts = { ...texts(lang), ...own };
  }

  /** The text as a person reads it. */
  say(key: string, values: Values = {}): string {
    const text = this.raw(key);
    const filled = text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
    return seen(filled);
  }

  /** The text with anything in its placeholders. */
  like(key: string): RegExp {
    const parts = seen(this.raw(key)).split(/\{\w+\}/);
    return new RegExp(`^${parts.map((it) => it.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`, 'u');
  }

  private raw(key: string): string {
    const text = this.texts[key];
    if (text === undefined) throw new Error(`no locale file has a text ${key}`);
    return text;
  }
}

/** White space as Playwright compares it. */
const seen = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

export const english = new Words();
export const say = (key: string, values: Values = {}): string => english.say(key, values);

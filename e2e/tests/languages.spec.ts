// F08: every screen is whole in every language: no key, no placeholder, and no English where another language is spoken.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test, Words } from '../support/test.ts';
import { reach, steps } from '../support/screens.ts';
import { texts } from '../support/words.ts';
import type { Box } from '../support/box.ts';

const languages = readdirSync(path.resolve(import.meta.dirname, '../../public/locales')).map((it) => it.replace('.json', ''));

/** Everything that is read or heard on the screen. */
const spoken = (box: Box): Promise<string[]> =>
  box.element.evaluate((element) => {
    const found: string[] = [];
    const look = (node: Node): void => {
      if (node instanceof Element) {
        for (const name of ['aria-label', 'aria-valuetext', 'placeholder', 'title', 'alt']) found.push(node.getAttribute(name) ?? '');
        if (node.shadowRoot) look(node.shadowRoot);
      } else if (node.nodeType === Node.TEXT_NODE) found.push(node.nodeValue ?? '');
      for (const child of node.childNodes) look(child);
    };
    look(element);
    return found.map((it) => it.trim()).filter(Boolean);
  });

const keys = Object.keys(texts('en-US'));

test('F08 every language has every text, none empty, with the same placeholders', () => {
  const names = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort().join();
  for (const lang of languages) {
    const own = texts(lang);
    expect(Object.keys(own), lang).toEqual(keys);
    for (const key of keys) {
      expect(own[key]?.trim(), `${lang} ${key}`).not.toBe('');
      expect(names(own[key] ?? ''), `${lang} ${key}`).toBe(names(texts('en-US')[key] ?? ''));
    }
  }
});

for (const lang of languages) {
  for (const step of steps()) {
    test(`F08 the screen ${step} is whole in ${lang}`, async ({ open, fault, page }) => {
      const words = new Words(lang);
      await page.setViewportSize({ width: 320, height: 800 });
      const box = await reach(step, { open, fault, more: { attributes: { lang }, words }, settings: { name: 'Ω' } });
      const said = await spoken(box);
      expect(said.length).toBeGreaterThan(0);
      for (const text of said) {
        expect(keys, 'no key is shown').not.toContain(text);
        expect(text, 'no placeholder is left').not.toMatch(/\{\w*\}/);
      }
      if (lang !== 'en-US') {
        const english = new Set(Object.entries(texts('en-US')).filter(([key, text]) => texts(lang)[key] !== text).map(([, text]) => text));
        expect(said.filter((it) => english.has(it)), 'nothing is said in English').toEqual([]);
      }
      // A label says what is wanted; an example in a field helps nobody, and a browser draws it anew with each key.
      await expect(box.element.locator('[placeholder]')).toHaveCount(0);
      // The card says which language it speaks.
      await expect(box.element.locator('[lang]').first()).toHaveAttribute('lang', lang);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), 'nothing is wider than the screen').toBeLessThanOrEqual(320);
    });
  }
}

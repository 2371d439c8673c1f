// A picture of every screen and state, in both schemes, at three widths and in every language, into $GUARD_GALLERY.
import path from 'node:path';
import { test, Words } from '../support/test.ts';
import { scenes } from '../support/scenes.ts';

const folder = process.env.GUARD_GALLERY ?? path.resolve(import.meta.dirname, '../../target/gallery');
const WIDTHS = [1280, 390, 320];

for (const lang of ['en-US', 'zh-CN']) {
  for (const [name, scene] of scenes()) {
    test(`${name} in ${lang}`, async ({ open, fault, page }) => {
      const more = { css: 'plain', attributes: { lang }, words: new Words(lang) };
      const box = await scene({ open, fault, more });
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: width > 1000 ? 720 : 700 });
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          // Colours change over a moment.
          await page.waitForTimeout(250);
          await page.screenshot({ path: path.join(folder, `${name}-${lang}-${width}-${colorScheme}.png`), caret: 'initial' });
        }
      }
      // A countdown that is over would be another state.
      await box.element.evaluate((it) => it.remove());
    });
  }
}

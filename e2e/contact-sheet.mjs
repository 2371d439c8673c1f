// Draws a page of pictures as one picture.
// usage: node contact-sheet.mjs PAGE.html SHEET.png
import { chromium } from '@playwright/test';
import { pathToFileURL } from 'node:url';

/** Chromium draws no picture higher than this whole. */
const HIGHEST = 16_000;
const WIDTHS = [300, 240, 180, 140, 100, 70];

const [page, sheet] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.GUARD_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const tab = await browser.newPage({ viewport: { width: 3840, height: 1200 } });
  await tab.goto(pathToFileURL(page).href, { waitUntil: 'load' });
  for (const width of WIDTHS) {
    const height = await tab.evaluate((it) => {
      document.documentElement.style.setProperty('--picture', `${it}px`);
      return document.documentElement.scrollHeight;
    }, width);
    if (height <= HIGHEST) break;
  }
  await tab.screenshot({ path: sheet, fullPage: true });
} finally {
  await browser.close();
}

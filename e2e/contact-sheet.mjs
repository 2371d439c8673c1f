// Draws a page of pictures as one picture.
// usage: node contact-sheet.mjs PAGE.html SHEET.png
import { chromium } from '@playwright/test';
import { pathToFileURL } from 'node:url';

const [page, sheet] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env.GUARD_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const tab = await browser.newPage({ viewport: { width: 1960, height: 1200 } });
  await tab.goto(pathToFileURL(page).href, { waitUntil: 'load' });
  await tab.screenshot({ path: sheet, fullPage: true });
} finally {
  await browser.close();
}

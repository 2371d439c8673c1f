// Whether the box draws itself on the page at an address.
// usage: node playground.mjs http://127.0.0.1:8081/
import { chromium } from '@playwright/test';

const browser = await chromium.launch({
  executablePath: process.env.GUARD_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  const page = await browser.newPage();
  await page.goto(process.argv[2]);
  // No server stands behind it here: the box says so in words, and those come out of the wasm.
  await page.locator('guard-login').getByRole('button').first().waitFor({ timeout: 20_000 });
} finally {
  await browser.close();
}

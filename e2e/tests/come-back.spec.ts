// A page that the browser keeps whole while somebody is elsewhere (bfcache), and shows again.
import { chromium, type Page } from '@playwright/test';
import { App, expect, HOSTS, test } from '../support/test.ts';
import { SCAN } from '../support/screens.ts';
import { shown } from '../support/scan.ts';

/** A page of a browser that keeps pages: Playwright's own are told not to. */
async function kept(launch: Parameters<typeof chromium.launch>[0], use: (page: Page) => Promise<void>): Promise<void> {
  const browser = await chromium.launch({ ...launch, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  const page = await browser.newPage({ locale: 'en-US' });
  await use(page);
  await browser.close();
}

test('L08 a page that is left asks nothing while it is away, and goes on at the same pace when it is come back to @QR-4', async ({ open, fault, launchOptions }) => {
  await kept(launchOptions, async (page) => {
    await shown(await App.create(SCAN), open, { page, host: fault.origin });
    const asked = () => fault.to(/qrcode\/check/).length;
    await expect.poll(asked).toBeGreaterThan(1);
    await page.goto(`${HOSTS}/`);
    const before = asked();
    await page.waitForTimeout(5000);
    expect(asked()).toBe(before);
    // A page made anew would show its form, and no code.
    void page.evaluate(() => history.back()).catch(() => undefined);
    await expect.poll(asked).toBeGreaterThan(before);
    const since = asked();
    await page.waitForTimeout(6000);
    // Every 2 s, a fifth more or less.
    expect(asked() - since).toBeGreaterThanOrEqual(2);
    expect(asked() - since).toBeLessThanOrEqual(4);
  });
});

// A page's clock, once it is installed.
import type { Page } from '@playwright/test';

/** It goes on only as the test says from now on. It can be stopped in its future alone, which a busy machine may have passed by then: further ahead each time. */
export async function stop(page: Page): Promise<void> {
  for (let ahead = 50; ; ahead *= 2) {
    const then = await page.evaluate((ahead) => Date.now() + ahead, ahead);
    try {
      return await page.clock.pauseAt(then);
    } catch (fault) {
      if (ahead > 1000) throw fault;
    }
  }
}

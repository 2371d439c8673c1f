// Boxes that come and go thousands of times, and a hundred of them on one page. Unthrottled.
import path from 'node:path';
import { box, SCRIPT, shell } from './contenders.mjs';
import { APPS } from './recorded.mjs';

const PROBE = path.join(import.meta.dirname, 'probe.js');
/** From here on nothing grows. */
const FIRST = 100;
const BOXES = 100;

/** Mounts copies of the page's box one after the other, each until it has loaded. */
const cycle = (page, count) =>
  page.evaluate(async (times) => {
    const model = document.querySelector('guard-login');
    for (let round = 0; round < times; round += 1) {
      const it = model.cloneNode();
      const loaded = new Promise((resolve) => it.addEventListener('load', resolve, { once: true }));
      document.body.append(it);
      await loaded;
      it.remove();
      // Without a yield, what is not yet collected looks like a leak.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }, count);

async function counted(page, client) {
  await page.waitForTimeout(200);
  // What the first round frees may hold what the second finds.
  for (const _ of [1, 2]) await client.send('HeapProfiler.collectGarbage');
  const { metrics } = await client.send('Performance.getMetrics');
  const of = (name) => metrics.find((it) => it.name === name).value;
  return { wasmBytes: await page.evaluate(() => bench.seen.memory.buffer.byteLength), nodes: of('Nodes'), listeners: of('JSEventListeners') };
}

/** Wasm memory, nodes and listeners before, after the first hundred and at the end. */
export async function comeAndGo(browser, site, times) {
  site.page('/mounts', shell({ head: SCRIPT, body: box(APPS[0], site) }));
  const context = await browser.newContext({ locale: 'en-US' });
  try {
    // No frames are counted here and no keys pressed: of the probe, only the memory is of use.
    await context.addInitScript({ path: PROBE });
    const page = await context.newPage();
    await page.goto(`${site.origin}/mounts`);
    await page.waitForFunction(() => bench.seen.ready !== undefined);
    const client = await context.newCDPSession(page);
    await client.send('Performance.enable');
    const start = await counted(page, client);
    await cycle(page, FIRST);
    const first = await counted(page, client);
    await cycle(page, times - FIRST);
    return { times, start, first, end: await counted(page, client) };
  } finally {
    await context.close();
  }
}

/** A hundred boxes of four apps: when the last of them can be used, and what was asked for. */
export async function hundred(browser, site) {
  const boxes = Array.from({ length: BOXES }, (_, index) => box(APPS[index % APPS.length], site));
  site.page('/hundred', shell({ head: SCRIPT, body: boxes.join('\n') }));
  const context = await browser.newContext({ locale: 'en-US' });
  try {
    await context.addInitScript((all) => {
      let loaded = 0;
      document.addEventListener('load', (event) => {
        if (event.target.localName === 'guard-login') loaded += 1;
        if (loaded === all) window.all ??= performance.now();
      }, true);
    }, BOXES);
    const page = await context.newPage();
    const before = site.log.length;
    await page.goto(`${site.origin}/hundred`);
    await page.waitForFunction(() => window.all !== undefined, undefined, { timeout: 60_000 });
    const usable = await page.locator('guard-login').evaluateAll(
      (all) => all.filter((it) => [...(it.shadowRoot ?? it).querySelectorAll('input')].some((field) => !field.disabled && field.checkVisibility())).length,
    );
    if (usable !== BOXES) throw new Error(`${usable} of ${BOXES} boxes have a field`);
    await page.waitForLoadState('networkidle');
    const asked = site.log.slice(before);
    return {
      apps: APPS.length,
      usableMs: await page.evaluate(() => window.all),
      modules: asked.filter((it) => /guard_login_bg\.[0-9a-f]{16}\.wasm$/.test(it.path)).length,
      settings: asked.filter((it) => it.origin === 'backends').length,
    };
  } finally {
    await context.close();
  }
}

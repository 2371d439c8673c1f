// One load of one contender, measured.
import path from 'node:path';
import { PROFILES, throttle } from './profiles.mjs';

const PROBE = path.join(import.meta.dirname, 'probe.js');
const PATIENCE = 60_000;
/** Keys pressed for one figure of key-to-paint. */
const KEYS = 60;
const TYPED = 'ada.lovelace@example.com';

/** Like a person, a context has its own cache and storage, both empty at first. */
async function person(browser) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1024, height: 768 } });
  await context.addInitScript({ path: PROBE });
  return context;
}

/** Waits until the form is there, the box has its wasm, and nothing is fetched any more. */
async function settled(page, contender) {
  await page.waitForFunction((wants) => bench.seen.input !== undefined && (!wants || bench.seen.ready !== undefined), contender.says, { polling: 100, timeout: PATIENCE });
  await page.waitForLoadState('networkidle', { timeout: PATIENCE });
}

async function visited(context, contender, address) {
  const page = await context.newPage();
  await page.goto(address);
  await settled(page, contender);
  await page.close();
}

/** Measures one load; `then` may go on with the page before it is closed. */
async function loaded(browser, site, contender, profile, then) {
  const address = `${site.origin}/${contender.name}`;
  const context = await person(browser);
  try {
    if (contender.again) await visited(context, contender, address);
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    await client.send('Performance.enable');
    await throttle(client, PROFILES[profile]);
    return await then(page, client, address);
  } catch (error) {
    throw new Error(`${contender.name}, ${profile}: ${error.message}`);
  } finally {
    await context.close();
  }
}

/** All figures of one load. Nothing is typed before all that needs no typing has been read. */
export const measured = (browser, site, contender, profile) =>
  loaded(browser, site, contender, profile, async (page, client, address) => {
    const before = site.log.length;
    await page.goto(address, { timeout: PATIENCE });
    await settled(page, contender);
    const asked = site.log.slice(before);
    const seen = await page.evaluate(() => ({ ...bench.seen, memory: bench.seen.memory?.buffer.byteLength ?? 0, files: bench.files(bench.seen.ready ?? bench.seen.input) }));
    const backends = asked.filter((it) => it.origin === 'backends');
    return {
      firstInputMs: seen.input,
      readyMs: seen.ready ?? null,
      requests: asked.length,
      bytes: asked.reduce((sum, it) => sum + it.bytes, 0),
      fileBytes: seen.files.reduce((sum, it) => sum + it.bytes, 0),
      roundTrips: backends.filter((it) => it.method !== 'OPTIONS').length,
      preflights: backends.filter((it) => it.method === 'OPTIONS').length,
      longestTaskMs: seen.longest,
      layoutShift: seen.shift,
      heapBytes: await heap(client),
      wasmBytes: seen.memory,
      keyToPaintMs: profile === 'slow' ? await keyToPaint(page) : null,
    };
  });

/** Types the moment there is a field, as fast as a person who does so often: is all of it there when everything has loaded? */
export const keepsTyping = (browser, site, contender, profile) =>
  loaded(browser, site, contender, profile, async (page, _, address) => {
    let seen;
    const input = new Promise((resolve) => (seen = resolve));
    await page.exposeFunction('benchInput', () => seen());
    await Promise.all([page.goto(address, { timeout: PATIENCE }), input.then(() => typed(page))]);
    await settled(page, contender);
    const kept = await page.evaluate(() => bench.fields().map((it) => it.value));
    return kept.includes(TYPED);
  });

async function typed(page) {
  const field = await page.evaluateHandle(() => bench.fields()[0]);
  await field.focus();
  await page.keyboard.type(TYPED, { delay: 60 });
}

async function heap(client) {
  await client.send('HeapProfiler.collectGarbage');
  const { metrics } = await client.send('Performance.getMetrics');
  return metrics.find((it) => it.name === 'JSHeapUsedSize').value;
}

/** The 95th percentile of many keys, pressed at no rhythm of the screen's. */
async function keyToPaint(page) {
  const field = await page.evaluateHandle(() => bench.fields()[0]);
  await field.click();
  for (let count = 0; count < KEYS; count += 1) {
    await page.keyboard.press('abcdefghij'[count % 10]);
    await page.waitForTimeout(40 + Math.random() * 40);
  }
  const keys = await page.evaluate(() => bench.seen.keys);
  if (keys.length !== KEYS) throw new Error(`${KEYS} keys were pressed, and ${keys.length} came to a frame`);
  return keys.sort((a, b) => a - b)[Math.ceil(KEYS * 0.95) - 1];
}

// L03: boxes that come and go leave nothing behind. GUARD_E2E_CYCLES=5000 is the full count.
import { App, expect, SERVER, test } from '../support/test.ts';

const CYCLES = Number(process.env.GUARD_E2E_CYCLES ?? 300);
const WARM = 100;

test(`L03 ${CYCLES} boxes come and go: the wasm memory stops growing, nodes and listeners are as before`, async ({ open, page }) => {
  test.setTimeout(120_000 + CYCLES * 100);
  await page.addInitScript(() => {
    const real = WebAssembly.instantiateStreaming.bind(WebAssembly);
    WebAssembly.instantiateStreaming = async (...all: Parameters<typeof real>) => {
      const made = await real(...all);
      Object.assign(window, { memory: made.instance.exports.memory });
      return made;
    };
  });
  const app = await App.create();
  const box = await open(app, { host: SERVER });
  await box.shows('signIn.title', { app: app.name });
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable');
  const cycle = (count: number) =>
    page.evaluate(async (times) => {
      const model = document.querySelector('guard-login')!;
      for (let round = 0; round < times; round += 1) {
        const it = model.cloneNode() as HTMLElement;
        const loaded = new Promise((resolve) => it.addEventListener('load', resolve, { once: true }));
        document.body.append(it);
        await loaded;
        // A pending form, a removed one, and a yield: without it, what is not yet collected looks like a leak.
        it.remove();
        await new Promise((resolve) => setTimeout(resolve));
      }
    }, count);
  const measure = async () => {
    await page.waitForTimeout(200);
    await client.send('HeapProfiler.collectGarbage');
    const { metrics } = await client.send('Performance.getMetrics');
    const of = (name: string) => metrics.find((it) => it.name === name)?.value ?? Number.NaN;
    const memory = await page.evaluate(() => (window as unknown as { memory: WebAssembly.Memory }).memory.buffer.byteLength);
    return { memory, nodes: of('Nodes'), listeners: of('JSEventListeners'), heap: of('JSHeapUsedSize') };
  };
  await cycle(WARM);
  const before = await measure();
  await cycle(CYCLES - WARM);
  const after = await measure();
  expect(after.memory).toBe(before.memory);
  expect(after.nodes).toBeLessThanOrEqual(before.nodes + 5);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners + 2);
  expect(after.heap).toBeLessThan(before.heap * 1.02 + 64 * 1024);
  await box.shows('signIn.title', { app: app.name });
});

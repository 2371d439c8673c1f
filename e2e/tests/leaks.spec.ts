// L03: boxes that come and go leave nothing behind. GUARD_E2E_CYCLES=5000 is the full count.
import type { CDPSession, Page } from '@playwright/test';
import { address, App, expect, SERVER, test } from '../support/test.ts';

const CYCLES = Number(process.env.GUARD_E2E_CYCLES ?? 900);
/** From here on the wasm memory does not grow. */
const FIRST = 100;
/** The browser goes on compiling and remembering what it sees often, for some 600 boxes; its heap is compared from here on. */
const WARM = CYCLES >= 3000 ? 1000 : 600;

const cycle = (page: Page, count: number) =>
  page.evaluate(async (times) => {
    const model = document.querySelector('guard-login')!;
    for (let round = 0; round < times; round += 1) {
      const it = model.cloneNode() as HTMLElement;
      const loaded = new Promise((resolve) => it.addEventListener('load', resolve, { once: true }));
      document.body.append(it);
      await loaded;
      it.remove();
      // Without a yield, what is not yet collected looks like a leak.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }, count);

async function measure(page: Page, client: CDPSession) {
  await page.waitForTimeout(200);
  // What the first round frees may hold what the second finds.
  for (const _ of [1, 2]) await client.send('HeapProfiler.collectGarbage');
  const { metrics } = await client.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((it) => it.name === name)?.value ?? Number.NaN;
  const memory = await page.evaluate(() => (window as unknown as { memory: WebAssembly.Memory }).memory.buffer.byteLength);
  return { memory, nodes: of('Nodes'), listeners: of('JSEventListeners'), heap: of('JSHeapUsedSize') };
}

test(`L03 ${CYCLES} boxes come and go: the wasm memory stops growing, nodes, listeners and heap are as before`, async ({ browser }) => {
  test.setTimeout(60_000 + CYCLES * 50);
  // A page of its own, since what other tests record of each event grows by itself.
  const context = await browser.newContext();
  const page = await context.newPage();
  const uncaught: string[] = [];
  page.on('pageerror', (error) => uncaught.push(String(error)));
  await page.addInitScript(() => {
    const real = WebAssembly.instantiateStreaming.bind(WebAssembly);
    WebAssembly.instantiateStreaming = async (...all: Parameters<typeof real>) => {
      const made = await real(...all);
      Object.assign(window, { memory: made.instance.exports.memory });
      return made;
    };
  });
  const app = await App.create();
  await page.goto(address([{ 'app-id': app.id, host: SERVER }]));
  await expect(page.getByRole('heading')).toHaveText(`Sign in to ${app.name}`);
  const client = await context.newCDPSession(page);
  await client.send('Performance.enable');
  await cycle(page, FIRST);
  const first = await measure(page, client);
  await cycle(page, WARM - FIRST);
  const warm = await measure(page, client);
  await cycle(page, CYCLES - WARM);
  const last = await measure(page, client);
  expect(last.memory).toBe(first.memory);
  expect(last.nodes).toBeLessThanOrEqual(first.nodes);
  expect(last.listeners).toBeLessThanOrEqual(first.listeners);
  expect(last.heap).toBeLessThan(warm.heap * 1.02);
  expect(uncaught).toEqual([]);
  await expect(page.getByRole('heading')).toHaveText(`Sign in to ${app.name}`);
  await context.close();
});

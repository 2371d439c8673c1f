// Firefox as Debian has it, driven by WebDriver BiDi: Playwright's own driver asks for commands that it does not know yet.
import { test as base, expect } from '@playwright/test';
import puppeteer, { type Browser, type ElementHandle, type HTTPRequest, type Page } from 'puppeteer-core';
import { App, SERVER } from './api.ts';
import { address, type Setting } from './test.ts';

const WASM = /guard_login_bg\.\w+\.wasm$/;

/** A tab with a box, whose module waits for `arrive`. */
export class Tab {
  private gate: HTTPRequest[] | undefined = [];

  private constructor(readonly page: Page) {}

  static async open(browser: Browser): Promise<Tab> {
    const tab = new Tab(await browser.newPage());
    await tab.page.setViewport({ width: 1280, height: 800 });
    await tab.page.setRequestInterception(true);
    tab.page.on('request', (it) => {
      if (tab.gate && WASM.test(it.url())) tab.gate.push(it);
      else void it.continue();
    });
    return tab;
  }

  async show(app: App, setting: Setting = {}): Promise<void> {
    await this.page.goto(address([{ id: 'box', 'app-id': app.id, host: SERVER, ...setting.attributes }], setting));
  }

  arrive(): void {
    const waiting = this.gate ?? [];
    this.gate = undefined;
    for (const it of waiting) void it.continue();
  }

  /** An element of the box, in its shadow root or in the page's own tree. */
  async part(selector: string): Promise<ElementHandle<HTMLInputElement>> {
    const found = await this.page.waitForSelector(`guard-login >>> ${selector}`, { timeout: 10_000 });
    if (!found) throw new Error(`the box has no ${selector}`);
    return found as ElementHandle<HTMLInputElement>;
  }

  account(): Promise<ElementHandle<HTMLInputElement>> {
    return this.part('input[name=username]');
  }

  password(): Promise<ElementHandle<HTMLInputElement>> {
    return this.part('input[name=password]');
  }

  async shows(title: string): Promise<void> {
    const titles = () => this.page.$$eval('guard-login >>> h1', (all) => all.map((it) => it.textContent));
    await expect.poll(titles).toEqual([title]);
  }
}

export const test = base.extend<{ tab: Tab }, { firefox: Browser }>({
  firefox: [
    async ({}, use) => {
      const browser = await puppeteer.launch({ browser: 'firefox', executablePath: process.env.GUARD_FIREFOX ?? '/usr/bin/firefox-esr', headless: true });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  tab: async ({ firefox }, use) => {
    const tab = await Tab.open(firefox);
    const uncaught: string[] = [];
    tab.page.on('pageerror', (it) => {
      // Firefox says it of cookies, too, which cross to no other site without https.
      if (!/^Error: Cookie /.test(String(it))) uncaught.push(String(it));
    });
    await use(tab);
    expect(uncaught).toEqual([]);
    await tab.page.close();
  },
});

export { App, expect };

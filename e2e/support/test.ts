// The test function of this suite: a fresh app, a host page under the strictest policy, and quiet at the end.
import { test as base, expect, type Page } from '@playwright/test';
import { App, HOSTS, SERVER } from './api.ts';
import { Box } from './box.ts';
import { Fault } from './fault.ts';
import { Quiet } from './quiet.ts';
import { english, Words } from './words.ts';

export type Attributes = Record<string, string | boolean | null>;

export interface Setting {
  /** Origin of the backend that the box speaks to. */
  host?: string;
  /** More attributes of the element. */
  attributes?: Attributes;
  /** Fragments of hosts/with that stand before the box. */
  with?: string[];
  /** A style sheet of hosts/files that the page loads. */
  css?: string;
  /** More origins that the page may ask. */
  connect?: string[];
  /** Directives instead of the strict ones. */
  policy?: string[];
  /** Has the page's server put the first form there; what it asks for beside what the box says. */
  prerender?: { redirectUri?: string; style?: 'link' | 'inline' };
  /** Whether the page loads the widget by itself. */
  script?: 'none';
  words?: Words;
  page?: Page;
}

/** The address of a host page with these boxes. */
export function address(boxes: Attributes[], setting: Setting = {}): string {
  const query = new URLSearchParams({ guard: SERVER });
  for (const box of boxes) {
    query.append('box', JSON.stringify(box));
    if (typeof box.host === 'string' && /^https?:\/\/[\w.:-]+$/.test(box.host) && box.host !== SERVER) query.append('connect', box.host);
  }
  for (const it of setting.with ?? []) query.append('with', it);
  for (const it of setting.connect ?? []) query.append('connect', it);
  for (const it of setting.policy ?? []) query.append('policy', it);
  if (setting.prerender) {
    query.set('prerender', JSON.stringify(setting.prerender));
    // What is linked and where it may be sent, and nothing more.
    for (const it of ['style-src', 'form-action']) query.append('policy', `${it} ${SERVER}`);
  }
  if (setting.css) query.set('css', setting.css);
  if (setting.script) query.set('script', setting.script);
  return `${HOSTS}/page?${query}`;
}

export interface Fixtures {
  quiet: Quiet;
  /** A backend that behaves as a test scripts it, and passes everything else on to the real one. */
  fault: Fault;
  /** Opens a host page with one box of the app. */
  open: (app: App | string, setting?: Setting) => Promise<Box>;
  /** A box of the page that is open. */
  box: (selector?: string, words?: Words) => Box;
}

export const test = base.extend<Fixtures>({
  quiet: [
    async ({ context }, use) => {
      const quiet = await Quiet.watch(context);
      await use(quiet);
      quiet.check();
    },
    { auto: true },
  ],
  fault: async ({}, use) => {
    const fault = await Fault.start(SERVER);
    await use(fault);
    await fault.stop();
  },
  open: async ({ page, quiet }, use) => {
    await use(async (app, setting = {}) => {
      const on = setting.page ?? page;
      const id = typeof app === 'string' ? app : app.id;
      const all: Attributes = { id: 'box', 'app-id': id, host: setting.host ?? SERVER, ...setting.attributes };
      await on.goto(address([all], setting));
      return new Box(on, on.locator('guard-login'), quiet, setting.words ?? english);
    });
  },
  box: async ({ page, quiet }, use) => {
    await use((selector = 'guard-login', words = english) => new Box(page, page.locator(selector), quiet, words));
  },
});

export { App, expect, HOSTS, SERVER, Words };

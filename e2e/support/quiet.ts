// "Quiet": nothing uncaught, no breach of the page's policy, and no secret in the console or on the wire. Every test ends with it.
import { expect, type BrowserContext, type ConsoleMessage, type Page, type Request } from '@playwright/test';

export interface Heard {
  name: string;
  detail: Record<string, unknown>;
  bubbles: boolean;
  composed: boolean;
  cancelable: boolean;
  /** The `id` attribute of the element that it was sent from. */
  from: string;
}

/** Every event that a page is promised. */
export const EVENTS = [
  'load', 'load-error', 'login', 'login-error', 'register', 'register-error', 'pwd-reset', 'pwd-reset-error',
  'email-send', 'email-send-error', 'phone-send', 'phone-send-error',
  'scan-start', 'scan-scanned', 'scan-ticket', 'scan-cancel', 'scan-expired', 'scan-error',
  'login-elsewhere', 'after-change-module', 'lang-change', 'close',
];

export class Quiet {
  private readonly secrets = new Set<string>();
  private readonly uncaught: string[] = [];
  private readonly violations: string[] = [];
  private readonly lines: string[] = [];
  private readonly sent: string[] = [];
  /** What this page heard, in order. */
  readonly heard: Heard[] = [];
  /** The breaches that a test provokes on purpose: there must be one. */
  provoked?: RegExp;

  static async watch(context: BrowserContext): Promise<Quiet> {
    const quiet = new Quiet();
    await context.exposeFunction('__heard', (it: Heard) => void quiet.heard.push(it));
    await context.exposeFunction('__violated', (it: string) => void quiet.violations.push(it));
    await context.addInitScript(listen, EVENTS);
    context.on('page', (page) => quiet.follow(page));
    return quiet;
  }

  /** From now on this must be in no line of the console and in no request. */
  secret(text: string): void {
    // What is shorter may stand somewhere by chance.
    if (text.length >= 6) this.secrets.add(text);
  }

  /** The details of the events of one name. */
  details(name: string): Record<string, unknown>[] {
    return this.heard.filter((it) => it.name === name).map((it) => it.detail);
  }

  names(): string[] {
    return this.heard.map((it) => it.name);
  }

  warnings(): string[] {
    return this.lines.filter((it) => it.startsWith('warning: '));
  }

  check(): void {
    expect.soft(this.uncaught, 'nothing is uncaught').toEqual([]);
    const [provoked, violations] = [this.violations.filter((it) => this.provoked?.test(it)), this.violations.filter((it) => !this.provoked?.test(it))];
    expect.soft(violations, 'the page’s policy is kept').toEqual([]);
    expect.soft(provoked.length > 0, 'the policy is enforced').toBe(this.provoked !== undefined);
    expect.soft(this.lines.filter((it) => /panicked|unreachable executed/.test(it)), 'nothing panicked').toEqual([]);
    for (const secret of this.secrets) {
      const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')];
      const tells = (text: string) => forms.some((form) => text.includes(form));
      expect.soft(this.lines.filter(tells), 'no secret is in the console').toEqual([]);
      expect.soft(this.sent.filter(tells), 'no secret is on the wire').toEqual([]);
    }
  }

  private follow(page: Page): void {
    page.on('pageerror', (error) => this.uncaught.push(String(error)));
    page.on('crash', () => this.uncaught.push('the page crashed'));
    page.on('console', (message: ConsoleMessage) => this.lines.push(`${message.type()}: ${message.text()}`));
    page.on('request', (request: Request) => {
      this.sent.push([request.url(), JSON.stringify(request.headers()), request.postData() ?? ''].join('\n'));
    });
  }
}

/** Runs in the page, before everything else in it. */
function listen(names: string[]): void {
  const page = window as unknown as { __heard: (it: unknown) => void; __violated: (it: string) => void };
  for (const name of names) {
    // On the document: events called `load` never reach the window.
    document.addEventListener(name, (event) => {
      if (!(event instanceof CustomEvent) || !(event.target instanceof Element)) return;
      const { bubbles, composed, cancelable, detail } = event;
      page.__heard({ name, detail: structuredClone(detail) as unknown, bubbles, composed, cancelable, from: event.target.id });
    }, true);
  }
  addEventListener('securitypolicyviolation', (event) => {
    page.__violated(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`);
  }, true);
}

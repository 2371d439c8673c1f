// The server's own sign-in page, as an app uses it: it sends people there, and gets them back with a ticket.
import { createHash, randomBytes } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { App, HOSTS, SERVER, type Settings } from './api.ts';

/** Where the apps of these tests take over. */
export const ADDRESS = `${HOSTS}/returned?from=guard`;

/** An app that such pages may send people back to. */
export const created = (settings: Settings = {}) => App.create({ redirectUris: [ADDRESS], ...settings });

/** What one browser keeps while it is away. */
export class Errand {
  readonly verifier = randomBytes(32).toString('base64url');
  readonly state = randomBytes(8).toString('hex');

  constructor(readonly app: App) {}

  /** The address of the page. */
  to(more: Record<string, string> = {}): string {
    const challenge = createHash('sha256').update(this.verifier).digest('base64url');
    const query = { app_id: this.app.id, redirect_uri: ADDRESS, state: this.state, code_challenge: challenge, code_challenge_method: 'S256', ...more };
    return `${SERVER}/login?${new URLSearchParams(query)}`;
  }

  /** Waits until somebody is sent back, and returns their ticket. */
  async ticket(page: Page): Promise<string> {
    await page.waitForURL(`${ADDRESS}&ticket=*`);
    const query = new URL(page.url()).searchParams;
    expect(query.get('state')).toBe(this.state);
    return query.get('ticket') ?? '';
  }

  /** What the app's side of the exchange is answered. */
  async exchange(ticket: string, verifier = this.verifier): Promise<{ code: number; data: { email?: string; token?: string } | null }> {
    const answer = await fetch(`${SERVER}/api/v2/login/ticket`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-authing-app-id': this.app.id },
      body: JSON.stringify({ ticket, redirectUri: ADDRESS, codeVerifier: verifier }),
    });
    return (await answer.json()) as { code: number; data: { email?: string } | null };
  }
}

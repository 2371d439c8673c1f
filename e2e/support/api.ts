// The real server's developer interface: an app, people and mails of a test's own, so that tests run side by side.
import { randomBytes } from 'node:crypto';

export const SERVER = process.env.GUARD_E2E_SERVER ?? 'http://127.0.0.1:8089';
export const HOSTS = process.env.GUARD_E2E_HOSTS ?? 'http://localhost:8090';
export const PASSWORD = 'wooden river lamp';

export type Settings = Record<string, unknown>;

export interface Person {
  phone?: string;
  emailVerified?: boolean;
  email?: string;
  username?: string;
  password: string;
}

export interface Mail {
  id: string;
  to: string;
  subject: string;
  text: string;
}

export const unique = (): string => randomBytes(6).toString('hex');

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${SERVER}${path}`, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** One app in a pool of its own. */
export class App {
  private constructor(
    readonly id: string,
    readonly name: string,
  ) {}

  static async create(settings: Settings = {}): Promise<App> {
    const id = `e2e-${unique()}`;
    const all = { name: 'Walnut', ...settings };
    await call('POST', '/dev/api/apps', { id, settings: all });
    return new App(id, String(all.name));
  }

  /** Lays settings over those that are there; null takes one back. */
  async set(settings: Settings): Promise<void> {
    await call('PUT', `/dev/api/apps/${this.id}/settings`, settings);
  }

  /** Which numbers the app's pool takes: whole ones, and beginnings that end in `*`. */
  async allowPhones(list: string[]): Promise<void> {
    await call('PUT', `/dev/api/pools/${this.id}-pool/settings`, { phoneAllowlist: list });
  }

  async person(own: Partial<Person> = {}): Promise<Person & { email: string; username: string }> {
    const name = `ada-${unique()}`;
    const person = { email: `${name}@example.com`, username: name, password: PASSWORD, emailVerified: true, ...own };
    await call('POST', '/dev/api/users', { appId: this.id, ...person });
    return person;
  }

  /** Mails to one address, the newest first. */
  async mails(to: string): Promise<Mail[]> {
    const all = await call<Mail[]>('GET', '/dev/api/outbox');
    return all.filter((it) => it.to.toLowerCase() === to.toLowerCase());
  }

  /** The digits of the newest code that was mailed there, once it is there. */
  async code(to: string, after = 0): Promise<string> {
    for (let tries = 0; tries < 50; tries += 1) {
      const codes = (await this.mails(to)).flatMap((it) => it.text.match(/^\s*(\d{4,8})\s*$/m)?.[1] ?? it.text.match(/#(\d{4,8})\s*$/)?.[1] ?? []);
      if (codes.length > after && codes[0] !== undefined) return codes[0];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no code was mailed to ${to}`);
  }

  /** What a phone does with a code, by the handle that is printed in it. */
  async phone(random: string, action: 'scanned' | 'confirm' | 'cancel' | 'expire', account?: string): Promise<void> {
    const said = await call<{ code?: number }>('POST', '/dev/api/qrcode', { random, action, account });
    // A refusal travels as the protocol's refusals do.
    if (said.code !== undefined) throw new Error(`${action} was refused: ${said.code}`);
  }

  /** What the picture of a captcha shows, by its `r`. */
  static async letters(r: string): Promise<string> {
    // Whoever saw the request on its way asks earlier than the server has drawn.
    for (let tries = 0; tries < 50; tries += 1) {
      const answer = await fetch(`${SERVER}/dev/api/captcha?r=${r}`);
      if (answer.ok) return ((await answer.json()) as { letters: string }).letters;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no picture was drawn for ${r}`);
  }

  /** The newest link that was mailed there. */
  async link(to: string): Promise<string> {
    for (let tries = 0; tries < 50; tries += 1) {
      const link = (await this.mails(to)).flatMap((it) => it.text.match(/https?:\/\/\S+\/link\/\S+/)?.[0] ?? [])[0];
      if (link !== undefined) return link;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`no link was mailed to ${to}`);
  }

  /** Signs in without a box, and says which code came back: what a test asks when it wants to know what the server now holds. */
  async signsIn(account: string, password: string): Promise<boolean> {
    const config = await call<{ data: { publicKey: string } }>('GET', `/api/v2/applications/${this.id}/public-config`);
    const { publicEncrypt, constants } = await import('node:crypto');
    const sealed = publicEncrypt({ key: config.data.publicKey, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(password)).toString('base64');
    const answer = await fetch(`${SERVER}/api/v2/login/account`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-authing-app-id': this.id },
      body: JSON.stringify({ account, password: sealed }),
    });
    const { code } = (await answer.json()) as { code: number };
    if (code !== 200 && code !== 2333) throw new Error(`signing in answered ${code}`);
    return code === 200;
  }
}

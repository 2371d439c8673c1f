// A backend that misbehaves on purpose, over real sockets. What no script covers is passed on to the real server.
import { createServer, request as ask, type IncomingMessage, type OutgoingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One request as it arrived, and how it ended. */
export interface Seen {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
  /** The browser hung up before it had the whole answer. */
  hungUp: boolean;
  /** Bytes of the answer handed to the network so far. */
  sent: number;
}

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  seen: Seen;
  /** Answers as the real server does. */
  pass: () => Promise<void>;
}

export type Behaviour = (exchange: Exchange) => void | Promise<void>;

interface Script {
  path: RegExp;
  steps: Behaviour[];
}

export class Fault {
  readonly seen: Seen[] = [];
  private readonly scripts: Script[] = [];
  private readonly sockets = new Set<Socket>();
  /** Requests that have begun, and those whose answers have ended. */
  private begun = 0;
  private ended = 0;
  /** A browser repeats by itself what was lost on a connection that had been used before; most tests want to see the box and not that. */
  keepsConnections = false;

  private constructor(
    private readonly server: Server,
    private readonly upstream: string,
  ) {}

  static async start(upstream: string): Promise<Fault> {
    const server = createServer();
    const fault = new Fault(server, upstream);
    server.on('request', (request, response) => void fault.take(request, response));
    server.on('connection', (socket) => {
      fault.sockets.add(socket);
      socket.on('close', () => fault.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return fault;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The next requests to `path` are treated like this, one step each; those that follow are passed on. Preflights are never part of it. */
  next(path: RegExp, ...steps: Behaviour[]): void {
    this.scripts.push({ path, steps });
  }

  /** Every request to `path` from now on. */
  always(path: RegExp, step: Behaviour): void {
    this.next(path, ...Array.from({ length: 1000 }, () => step));
  }

  /** Forgets what was scripted. */
  mend(): void {
    this.scripts.length = 0;
  }

  /** Requests to `path`, preflights left out. */
  to(path: RegExp): Seen[] {
    return this.seen.filter((it) => it.method !== 'OPTIONS' && path.test(it.path));
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Waits until nothing has been under way for a quarter of a second: what was asked is answered, and the page has had time for it. */
  async settled(): Promise<void> {
    let ended: number;
    do {
      ended = this.ended;
      await new Promise((resolve) => setTimeout(resolve, 250));
    } while (this.begun !== this.ended || this.ended !== ended);
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    // A browser that hangs up while it sends has sent what it has sent.
    request.on('error', () => {});
    response.on('error', () => {});
    const seen: Seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: '', hungUp: false, sent: 0 };
    this.begun += 1;
    response.on('close', () => {
      this.ended += 1;
      seen.hungUp = !response.writableFinished;
    });
    response.shouldKeepAlive = this.keepsConnections;
    for await (const chunk of request) chunks.push(chunk as Buffer);
    seen.body = Buffer.concat(chunks).toString();
    this.seen.push(seen);
    const pass = () => this.pass(request, response, seen.body);
    if (request.method === 'OPTIONS') return pass();
    const script = this.scripts.find((it) => it.steps.length > 0 && it.path.test(seen.path));
    const step = script?.steps.shift();
    await (step ? step({ request, response, seen, pass }) : pass());
  }

  private pass(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    return new Promise((resolve) => {
      const { host: _, connection: __, ...headers } = request.headers;
      const url = new URL(request.url ?? '/', this.upstream);
      const onward = ask(url, { method: request.method, headers }, (answer) => {
        const { connection: ___, 'keep-alive': ____, ...own } = answer.headers;
        if (!response.headersSent) response.writeHead(answer.statusCode ?? 502, own);
        answer.pipe(response);
        answer.on('end', resolve);
      });
      onward.on('error', () => response.destroy());
      onward.end(body);
    });
  }
}

/** What lets a page of another origin read an answer. */
export function readable(request: IncomingMessage): OutgoingHttpHeaders {
  return {
    'access-control-allow-origin': request.headers.origin ?? '*',
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'retry-after',
    'cache-control': 'no-store',
  };
}

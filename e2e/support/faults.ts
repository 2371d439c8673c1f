// The ways in which a backend misbehaves, one function each: see hardening cases R and N.
import { constants, deflateRawSync } from 'node:zlib';
import type { OutgoingHttpHeaders } from 'node:http';
import { readable, type Behaviour, type Exchange } from './fault.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

function head({ request, response }: Exchange, status: number, headers: OutgoingHttpHeaders): void {
  response.writeHead(status, { ...readable(request), ...headers });
}

/** A whole answer; text is sent as it is. */
export const answer = (body: unknown, { status = 200, headers = JSON_TYPE as OutgoingHttpHeaders } = {}): Behaviour => (exchange) => {
  const bytes = Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
  head(exchange, status, headers);
  exchange.response.end(bytes);
};

/** The real answer, changed; `/under/…` in front of the path is the test's own. */
export const changed = (change: (body: Record<string, unknown>) => unknown): Behaviour => async (exchange) => {
  const path = exchange.seen.path.replace(/^\/under\/\d+/, '');
  const real = await fetch(`${process.env.GUARD_E2E_SERVER}${path}`, { headers: { origin: exchange.request.headers.origin ?? '' } });
  answer(change((await real.json()) as Record<string, unknown>))(exchange);
};

/** A length that the body does not reach before the connection ends. */
export const truncated = (text: string, promised: number): Behaviour => (exchange) => {
  head(exchange, 200, { ...JSON_TYPE, 'content-length': promised });
  exchange.response.write(text, () => exchange.response.socket?.destroy());
};

/** One byte a second, for ever. */
export const drip = (every = 1000): Behaviour => (exchange) => {
  head(exchange, 200, JSON_TYPE);
  exchange.response.write('{"code":200,"data":{"x":"');
  const tap = setInterval(() => exchange.response.write('x'), every);
  exchange.response.on('close', () => clearInterval(tap));
};

/** Nothing at all comes back. */
export const silence: Behaviour = () => {};

/** The connection ends once the request is here; the server has not seen it. */
export const reset: Behaviour = ({ response }) => void response.socket?.destroy();

/** The server has done it, and nobody hears. */
export const lost: Behaviour = async ({ request, response, seen }) => {
  const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
  const done = await fetch(`${process.env.GUARD_E2E_SERVER}${seen.path}`, { method: seen.method, headers: headers as Record<string, string>, body: seen.body });
  await done.arrayBuffer();
  response.socket?.destroy();
};

/** The real answer to a POST, which `see` hears first. */
export const watched = (see: (body: unknown) => void): Behaviour => async (exchange) => {
  const { request, seen } = exchange;
  const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
  const real = await fetch(`${process.env.GUARD_E2E_SERVER}${seen.path}`, { method: seen.method, headers: headers as Record<string, string>, body: seen.body });
  const text = await real.text();
  see(JSON.parse(text));
  answer(text, { status: real.status })(exchange);
};

/** As many megabytes of spaces as the browser takes. */
export const endless = (most = 2048): Behaviour => async (exchange) => {
  const { response, seen } = exchange;
  head(exchange, 200, JSON_TYPE);
  const megabyte = Buffer.alloc(1024 * 1024, ' ');
  let wake = () => {};
  response.on('drain', () => wake());
  response.on('close', () => wake());
  for (let count = 0; count < most && !response.destroyed; count += 1) {
    const room = new Promise<void>((resolve) => (wake = resolve));
    seen.sent += megabyte.length;
    if (!response.write(megabyte) && !response.destroyed) await room;
  }
  response.end();
};

/** A gibibyte of spaces that travels as a megabyte: one flushed piece of DEFLATE, sent over and over in one stream. */
export const bomb = (): Behaviour => {
  const spaces = Buffer.alloc(1024 * 1024, ' ');
  const piece = deflateRawSync(spaces, { finishFlush: constants.Z_FULL_FLUSH });
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  return async (exchange) => {
    const { response, seen } = exchange;
    head(exchange, 200, { ...JSON_TYPE, 'content-encoding': 'gzip' });
    response.write(header);
    for (let count = 0; count < 1024 && !response.destroyed; count += 1) {
      response.write(piece);
      // What it grows to.
      seen.sent += spaces.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  };
};

export const redirect = (to: string, status: number): Behaviour => answer('', { status, headers: { location: to } });

/** Waits to be released, then goes on as `then` says; as the real server does unless told otherwise. */
export function held(then: Behaviour = ({ pass }) => pass()): { step: Behaviour; release: () => void } {
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  return {
    release: () => release(),
    step: async (exchange) => {
      await gate;
      if (!exchange.response.destroyed) await then(exchange);
    },
  };
}


// What the boxes are loaded from: one origin with the pages and their files, compressed once as a CDN would, and one with the backends.
// Both remember what was asked of them and how many bytes went out.
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const KINDS = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json', '.wasm': 'application/wasm' };
const HTML = 'text/html; charset=utf-8';

/** Brotli at its strongest, as what ships is compressed. */
const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });

const listening = (server, host) => new Promise((resolve) => server.listen(0, host, () => resolve(server.address().port)));

/** A page of another origin may read the answer; a request that needs to be asked about first is answered at once. */
const readable = (request) => ({
  'access-control-allow-origin': request.headers.origin ?? '*',
  'access-control-allow-credentials': 'true',
  'access-control-allow-methods': 'GET, POST, PATCH, PUT, DELETE',
  'access-control-allow-headers': request.headers['access-control-request-headers'] ?? '*',
});

export class Site {
  /** One line for each request: which of the two origins, method, path, status, bytes of the body as sent. */
  log = [];
  #pages = new Map();
  #folders = [];
  #backends = [];
  #kept = new Map();
  #servers = [];

  static async start() {
    const site = new Site();
    const pages = createServer((request, response) => site.#page(request, response));
    const backends = createServer((request, response) => void site.#backend(request, response));
    site.#servers = [pages, backends];
    site.origin = `http://localhost:${await listening(pages, 'localhost')}`;
    site.api = `http://127.0.0.1:${await listening(backends, '127.0.0.1')}`;
    return site;
  }

  stop() {
    for (const it of this.#servers) {
      it.close();
      it.closeAllConnections();
    }
  }

  page(address, html) {
    this.#pages.set(address, Buffer.from(html));
  }

  /** Files of a folder below an address; `headers` gives what is sent with a file of that name, as whoever serves them in earnest does. */
  folder(address, dir, headers = () => ({})) {
    this.#folders.push({ address, dir, headers });
  }

  /** Answers requests of the backends' origin that `answer` knows: `{ status, headers, body }`, or nothing. */
  backend(answer) {
    this.#backends.push(answer);
  }

  #send(request, response, origin, status, headers, body = '') {
    const bytes = Buffer.byteLength(body);
    this.log.push({ origin, method: request.method, path: request.url, status, bytes });
    response.writeHead(status, { ...headers, 'content-length': bytes }).end(body);
  }

  #page(request, response) {
    const { pathname } = new URL(request.url, this.origin);
    const page = this.#pages.get(pathname);
    const file = page ? this.#compressed(pathname, HTML, () => page) : this.#file(pathname);
    if (!file) return this.#send(request, response, 'pages', 404, {}, 'no such file');
    if (request.headers['if-none-match'] === file.headers.etag) return this.#send(request, response, 'pages', 304, file.headers);
    return this.#send(request, response, 'pages', 200, file.headers, file.body);
  }

  #file(pathname) {
    const folder = this.#folders.find((it) => pathname.startsWith(it.address));
    if (!folder) return undefined;
    const name = path.join(folder.dir, path.posix.normalize(pathname.slice(folder.address.length)));
    try {
      return this.#compressed(pathname, KINDS[path.extname(name)] ?? 'application/octet-stream', () => readFileSync(name), folder.headers(path.basename(name)));
    } catch {
      return undefined;
    }
  }

  #compressed(pathname, kind, read, headers = { 'cache-control': 'no-cache' }) {
    let it = this.#kept.get(pathname);
    if (!it) {
      const bytes = read();
      const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}"`;
      it = { body: brotli(bytes), headers: { 'content-type': kind, 'content-encoding': 'br', etag, ...headers } };
      this.#kept.set(pathname, it);
    }
    return it;
  }

  async #backend(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    if (request.method === 'OPTIONS') return this.#send(request, response, 'backends', 204, readable(request));
    for (const answer of this.#backends) {
      const it = answer({ method: request.method, path: request.url, body });
      if (it) return this.#send(request, response, 'backends', it.status ?? 200, { ...readable(request), ...it.headers }, it.body);
    }
    return this.#send(request, response, 'backends', 404, readable(request), '{}');
  }
}

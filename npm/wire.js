//! Puts a question on the wire and takes its answer off, whole or not at all. What an answer means is the wasm's business.

/** Bytes that are read of any answer. */
const MOST = 1024 * 1024;
/** Milliseconds for everything that one press asks for: preflights, retries and bodies included. */
const DEADLINE = 15_000;
/** How often settings are asked for again when the backend cannot serve, and the first pause, in milliseconds. */
const [RETRIES, PAUSE] = [3, 800];

/** Seconds, from either form of `Retry-After`. */
const seconds = (wait) => (wait && !/^\s*-?\d+\s*$/.test(wait) ? String(Math.ceil((Date.parse(wait) - Date.now()) / 1000)) : wait);

/** `[status, content type, seconds to wait, text]`; `text` is `null` where the body is too long or not UTF-8. */
export const answer = async (response) => {
  const { status, headers, body } = response;
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let [text, length] = ['', 0];
  const reader = body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    length += value?.length ?? 0;
    try {
      if (length > MOST) throw new RangeError('too long');
      text += decoder.decode(value, { stream: !done });
    } catch {
      reader.cancel().catch(() => {});
      text = null;
      break;
    }
    if (done) break;
  }
  return [status, headers.get('content-type'), seconds(headers.get('retry-after')), text];
};

/** Does `work` with a signal that also ends it in time. Resolves to its answer, or to why there is none: `[0, reason]`. Leaves no timer behind. */
const inTime = async (signal, work) => {
  const limit = new AbortController();
  let why = 'unreachable';
  const end = () => limit.abort();
  const timer = setTimeout(() => {
    why = 'timed-out';
    end();
  }, DEADLINE);
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
  try {
    return await work(limit.signal);
  } catch {
    // Asked all the same: this very machine can be reached without any network.
    return [0, why === 'unreachable' && navigator.onLine === false ? 'offline' : why];
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
};

/** `redirect: error` keeps a password from following elsewhere. */
const send = (url, init, signal) => fetch(url, { cache: 'no-store', credentials: 'omit', redirect: 'error', signal, ...init }).then(answer);

/** A POST where there is a `body`. Cookies travel both ways where they are asked for. */
export const ask = (url, headers, body, cookies, signal) => {
  if (body != null) headers.set('content-type', 'application/json');
  const init = { headers, ...(body != null && { method: 'POST', body }), ...(cookies && { credentials: 'include' }) };
  return inTime(signal, (limit) => send(url, init, limit));
};

const pause = (milliseconds, signal) => new Promise((resolve, reject) => {
  signal.addEventListener('abort', reject, { once: true });
  setTimeout(resolve, milliseconds);
});

/** The settings; `ahead`: the answer to the request that is under way already. */
export const settings = (url, ahead, signal) => inTime(signal, async (limit) => {
  // What could not be reached before we asked says nothing about now.
  const first = ahead && Promise.race([ahead, new Promise((_, reject) => limit.addEventListener('abort', reject))]).catch(() => limit.throwIfAborted());
  let heard = (await first) ?? (await send(url, {}, limit));
  for (let attempt = 0; heard[0] >= 500 && attempt < RETRIES; attempt += 1) {
    await pause(PAUSE * 2 ** attempt * (0.25 + 0.75 * Math.random()), limit);
    heard = await send(url, {}, limit);
  }
  return heard;
});

const asked = new Map();
/** One request for each address, however many boxes ask; what may change is forgotten soon after it is answered. */
export const once = (url, read, changes) => {
  if (!asked.has(url)) {
    const taken = fetch(url, { cache: 'no-store', credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(15000) }).then(read);
    asked.set(url, taken);
    taken.then(() => changes && setTimeout(() => asked.delete(url), 5000), () => asked.delete(url));
  }
  return asked.get(url);
};

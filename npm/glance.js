//! What the element sees of its settings before the wasm reads them: enough to begin asking, and no more.

/** Longest `config` text that is read, in characters; a longer one is refused by the wasm, unread. */
export const LONGEST_CONFIG = 256 * 1024;
/** Addresses that may be asked ahead of the wasm, which checks them again and more closely. */
const PLAIN_HOST = /^(https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*|http:\/\/(localhost|127\.0\.0\.1))(:\d{1,5})?(\/[\w~-]+(\.[\w~-]+)*)*\/?$/;
const PLAIN_APP = /^[\w-]{1,64}$/;

/** The host without its slash, where both are plain. */
export const plain = (host, app) => (PLAIN_HOST.test(host) && PLAIN_APP.test(app) ? host.replace(/\/$/, '') : '');

/** The texts that a `config` says, for finding the host, and `''` for what is no text; `undefined` where the wasm will refuse it. It inherits nothing, whatever the page does. */
export const glance = (text) => {
  try {
    const texts = (key, it) => (key && it != null && typeof it !== 'string' ? '' : it);
    return text.length > LONGEST_CONFIG ? undefined : Object.assign(Object.create(null), JSON.parse(text || '{}', texts));
  } catch {
    return undefined;
  }
};

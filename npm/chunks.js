//! Fetches the chunks of the wasm when they are wanted, and links them to the main module.
import { initSync } from './guard_login.js';

/** Milliseconds until a file that does not come is given up: whoever waits for it is told, and may ask again. */
const PATIENCE = 20_000;

const parts = new Map();
/** Each file once; one that did not arrive is asked for again the next time. */
const part = (file) => {
  if (!parts.has(file)) {
    const bytes = fetch(new URL(file, import.meta.url), { signal: AbortSignal.timeout(PATIENCE) }).then((it) => (it.ok ? it.arrayBuffer() : Promise.reject(new Error(`${file}: ${it.status}`))));
    parts.set(file, bytes);
    bytes.catch(() => parts.delete(file));
  }
  return parts.get(file);
};

/** What the wasm calls to have a chunk: `files` are its parts, in the order in which they are linked. It hears by a callback whether it has. */
export const chunk = (...files) => {
  let linked;
  const link = async () => {
    for (const bytes of await Promise.all(files.map(part))) await WebAssembly.instantiate(bytes, { __wasm_split: initSync() });
  };
  return async (callback, data) => {
    const arrived = await (linked ??= link()).then(() => true, (reason) => {
      linked = undefined;
      console.error(reason);
      return false;
    });
    initSync().__indirect_function_table.get(callback)(data, arrived);
  };
};

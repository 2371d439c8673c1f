//! Takes an answer off the wire, whole or not at all: `[status, content type, retry-after, text]`.
//! What it means is the wasm's business.

/** Bytes that are read of any answer. */
const MOST = 1024 * 1024;

/** `text` is `null` where the body is too long or not UTF-8. Rejects where the connection breaks. */
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
  return [status, headers.get('content-type'), headers.get('retry-after'), text];
};

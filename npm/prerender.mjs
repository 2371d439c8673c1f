//! For the server of a page, not for the browser: asks the backend for the first form as HTML, to be put between `<guard-login>` and `</guard-login>`.
//! A page never fails because of it: without that HTML the element draws its form itself.

/** Longest HTML that is taken, in bytes: several times what a form has. */
const LONGEST = 64 * 1024;

const within = async (body) => {
  const parts = [];
  let bytes = 0;
  for await (const part of body) {
    bytes += part.length;
    if (bytes > LONGEST) throw new RangeError(`the answer is longer than ${LONGEST} bytes`);
    parts.push(part);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(whole);
};

/**
 * Resolves to `{ html, styleHash, reason }`: the HTML, or an empty text and why. Never rejects.
 *
 * `host`, `appId`, `lang` as the element has them; `redirectUri` is where the hosted page leads on to, one of the app's `redirectUris`; `render: 'light'`
 * for boxes in the page's own tree; `style: 'inline'` puts the sheet into the HTML, and `styleHash` is what the page's `style-src` then has to list, in
 * quotes. `timeout` in milliseconds.
 */
export async function prerender({ host, appId, lang, redirectUri, render, style, fetch = globalThis.fetch, timeout = 1000 } = {}) {
  try {
    const url = new URL(`${String(host).replace(/\/$/, '')}/api/v2/applications/${encodeURIComponent(appId)}/prerender`);
    for (const [name, value] of Object.entries({ lang, redirect_uri: redirectUri, render, style })) if (value != null) url.searchParams.set(name, value);
    const answer = await fetch(url.href, { headers: { accept: 'text/html' }, redirect: 'error', signal: AbortSignal.timeout(timeout) });
    if (answer.status !== 200) throw new Error(`the backend answered ${answer.status}`);
    const type = answer.headers.get('content-type') ?? '';
    // A refusal comes as JSON.
    if (!/^text\/html\b/i.test(type)) throw new TypeError(`the backend answered ${type || 'without a type'} instead of text/html`);
    return { html: await within(answer.body), styleHash: answer.headers.get('guard-style-hash') ?? '', reason: '' };
  } catch (reason) {
    return { html: '', styleHash: '', reason: `the sign-in form could not be prerendered: ${reason?.message ?? reason}` };
  }
}

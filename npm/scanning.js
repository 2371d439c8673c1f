//! `startScanning`: a code to be scanned, alone in an element of the page. It is a box that shows nothing else.

/** What the texts are called in `tips`, and in the box. */
const TIPS = { title: 'scan.text.app', scanned: 'scan.scanned', canceled: 'scan.cancelled', expired: 'scan.expired', retry: 'scan.refresh', failed: 'scan.failed', succeed: 'signedIn.title' };
/** Callbacks, the events that they hear, and what they are given of an event's detail. */
const HEARD = {
  onStart: ['scan-start', () => []],
  onScanned: ['scan-scanned', (it) => [it.user]],
  onCancel: ['scan-cancel', () => []],
  onExpired: ['scan-expired', () => []],
};

/** Puts a code into `place`, an element or its id; resolves nothing, tells by callbacks, and returns a function that takes it away. */
export const start = (place, options) => {
  const element = typeof place === 'string' ? document.getElementById(place) : place;
  if (!(element instanceof Element)) throw new TypeError('startScanning needs an element, or the id of one');
  const { appId, host, lang, theme, interval, size, tips = {}, customData } = options;
  const texts = {};
  for (const [tip, key] of Object.entries(TIPS)) {
    const said = typeof tips[tip] === 'object' ? tips[tip]?.title : tips[tip];
    if (said != null) texts[key] = String(said);
  }
  const box = document.createElement('guard-login');
  const config = { loginMethods: ['app-qrcode'], defaultLoginMethod: 'app-qrcode', qrCodeScanOptions: { alone: true, interval, size, customData }, texts };
  Object.assign(box, { appId, host, lang, theme, config, view: 'scan' });
  const hear = (event, tell) => box.addEventListener(event, ({ detail }) => tell(detail));
  for (const [name, [event, given]] of Object.entries(HEARD)) hear(event, (detail) => options[name]?.(...given(detail)));
  // With a ticket, what is known of the person; without, whom the backend named.
  hear('login', ({ user }) => options.onSuccess?.(user, undefined));
  hear('scan-ticket', ({ user, ticket }) => options.onSuccess?.(user, ticket));
  for (const event of ['scan-error', 'load-error']) hear(event, ({ message, code }) => options.onError?.(message, code));
  element.replaceChildren(box);
  return () => box.remove();
};

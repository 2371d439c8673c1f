//! Boxes for one place in the tabs of one origin tell each other that somebody has signed in: that, and nothing of who. For pages that wish it.

const NAME = 'guard-login';
/** Milliseconds after the box has loaded, in which it keeps what its first form looks like. */
const SETTLED = 100;

/**
 * Tells other tabs when `element` has signed somebody in at `place`; when one of them says so, calls `show` as soon as the box `stands`, and sends
 * `login-elsewhere`. What is heard is not told again. Returns what ends it.
 */
export const follow = (element, place, stands, show) => {
  let channel;
  const hear = ({ data }) => {
    // The one thing that is ever said here; everything else of this origin's is somebody else's.
    if (data !== place) return;
    const told = () => channel && show();
    if (stands()) told();
    else element.addEventListener('load', () => setTimeout(told, SETTLED), { once: true });
    element.dispatchEvent(new CustomEvent('login-elsewhere', { detail: { appId: element.appId }, bubbles: true, composed: true }));
  };
  const tell = () => channel?.postMessage(place);
  const open = () => {
    channel ??= new BroadcastChannel(NAME);
    channel.onmessage = hear;
  };
  const close = () => {
    channel?.close();
    channel = undefined;
  };
  element.addEventListener('login', tell);
  // An open one would keep the page out of the browser's back-forward cache.
  addEventListener('pagehide', close);
  addEventListener('pageshow', open);
  open();
  return () => {
    element.removeEventListener('login', tell);
    removeEventListener('pagehide', close);
    removeEventListener('pageshow', open);
    close();
  };
};

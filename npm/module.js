//! The one wasm module of the page, and what is said while it does not come.
import init from './guard_login.js';

export const BASE = new URL('.', import.meta.url);
/** Milliseconds until a module that has not come is spoken of, and those of them for fetching what will be said. */
const [PATIENCE, WORDS] = [20_000, 3_000];

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The frame after this one, in which what has been drawn is seen; where nobody is looking, soon. */
const seen = () => Promise.race([pause(100), new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))]);

let wasm;
let download;
/** A failed download is forgotten, so that the next box tries again. */
export const load = () => (wasm ??= begun());

const begun = () => {
  download = new AbortController();
  const { signal } = download;
  // One out of the cache waits until the form is painted, which compiling it would hold up.
  const answer = Promise.all([fetch(new URL('guard_login_bg.wasm', BASE), { signal }), seen()]);
  return init({ module_or_path: answer.then(([it]) => it) }).catch((reason) => {
    // Given up for another one: whoever waits for this one waits for that.
    if (signal.aborted) return load();
    wasm = undefined;
    // A browser may have kept this script for longer than its module was there.
    fetch(import.meta.url, { cache: 'reload' }).catch(() => {});
    throw reason;
  });
};

/** Gives up a download that is under way, for another one. */
const anew = () => {
  download.abort();
  wasm = undefined;
};

/** What is said where not even the words arrive. */
const plainly = (root) => {
  const text = document.createElement('p');
  text.setAttribute('role', 'alert');
  text.textContent = 'Sign-in could not be loaded. Reload the page to try again.';
  root.append(text);
  return [text.textContent, () => text.remove()];
};

/** How to say that the module does not come. */
const late = () => Promise.race([import('./late.js'), pause(WORDS)]).then((it) => it.say).catch(() => plainly);

/**
 * Calls `mount` once the module is here, and `failed` with a sentence each time that it could not be had. Says in `root`, in the language `tag`, that it takes long or does
 * not come, offers to fetch it again, and the page `hosted` where there is one. Ends when `waits` says that nobody waits any more.
 */
export const bring = ({ root, tag, hosted, waits, mount, failed }) => {
  let [turn, how, unsay] = [0];
  const once = () => {
    const own = ++turn;
    const due = () => own === turn && waits();
    const say = async (lost) => {
      const [now] = await Promise.all([late(), !lost && pause(WORDS)]);
      if (!due()) return;
      if (how !== now) unsay?.();
      how = now;
      let message;
      [message, unsay] = how(root, tag, lost, hosted, () => {
        anew();
        once();
      });
      if (lost) failed(message);
    };
    const slow = setTimeout(say, PATIENCE - WORDS);
    load().then(() => {
      clearTimeout(slow);
      if (!due()) return;
      turn += 1;
      unsay?.();
      mount();
    }, (reason) => {
      clearTimeout(slow);
      console.error('<guard-login> could not load its module.', reason);
      say(true);
    });
  };
  once();
};

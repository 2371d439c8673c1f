//! What the box says when its module does not come: fetched only then. The form stays, with what somebody has typed; nothing is sent from it.
import { classes, words } from './late-words.js';

const make = (tag, name, text = '') => {
  const element = document.createElement(tag);
  element.className = classes[name];
  element.textContent = text;
  return element;
};

/** The parts below the card in `root`, made once: who has the focus keeps it while the sentence changes. */
const parts = (root, said, hosted, again) => {
  const sentence = make('span', 'said');
  const retry = make('button', 'link', said('box.retry'));
  retry.type = 'button';
  const press = () => {
    if (retry.ariaDisabled) return;
    retry.ariaDisabled = 'true';
    again();
  };
  retry.addEventListener('click', (event) => {
    // The early form hears presses, to repeat them.
    event.stopPropagation();
    press();
  });
  // Whoever sends the form wants the module as well; a download that is only slow goes on.
  const send = () => note.dataset.lost && press();
  root.addEventListener('submit', send);
  const first = make('p', 'footer');
  first.append(sentence, ' ', retry);
  const note = make('div', 'note');
  note.setAttribute('role', 'alert');
  Object.assign(note.style, { marginBlockStart: 'var(--guard-space-4)', borderBlockStart: 'var(--guard-line) solid var(--guard-hairline)' });
  note.append(first);
  // Not where somebody is already.
  if (hosted && !hosted.startsWith(`${location.origin}${location.pathname}?`)) {
    const link = make('a', 'link', said('late.hosted').replace('{host}', new URL(hosted).host));
    link.href = hosted;
    // Names of hosts are longer than words.
    Object.assign(link.style, { whiteSpace: 'normal', textDecoration: 'none' });
    const offer = make('p', 'footer');
    offer.append(link);
    note.append(offer);
  }
  const [card, own] = [root.querySelector('section'), make('section', 'card')];
  if (!card) root.append(own);
  (card ?? own).append(note);
  return { sentence, retry, note, send, whole: card ? note : own };
};

const notes = new WeakMap();

/**
 * Says at the end of the card in `root` that the module has failed, or only that it takes its time. Offers to fetch it `again`, and the page
 * `hosted` where there is one. Returns the sentence, and what takes all of it away.
 */
export const say = (root, tag, failed, hosted, again) => {
  const said = (key) => words[tag]?.[key] ?? words['en-US'][key];
  if (!notes.get(root)?.whole.isConnected) notes.set(root, parts(root, said, hosted, again));
  const { sentence, retry, note, send, whole } = notes.get(root);
  retry.ariaDisabled = null;
  sentence.textContent = said(failed ? 'late.failed' : 'late.slow');
  note.dataset.lost = failed ? 'true' : '';
  // Nothing is under way; what was pressed is still carried out if it comes.
  if (failed) root.querySelector('[type=submit][aria-busy]')?.removeAttribute('aria-busy');
  const unsay = () => {
    const focused = note.matches(':focus-within');
    root.removeEventListener('submit', send);
    whole.remove();
    notes.delete(root);
    if (focused) root.querySelector('input')?.focus();
  };
  return [sentence.textContent, unsay];
};

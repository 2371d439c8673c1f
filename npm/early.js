//! The first form before the wasm: as the box was last seen here, or a plain one. It draws and remembers; it never checks, encrypts or sends.
import { css, form } from './first.js';

/** What is kept is of this shape; another version's is taken away. */
const PREFIX = 'guard-login:1:';
/** Longest form that is kept, in characters, and how many. */
const [LONGEST, MOST] = [16384, 8];
// Sets, and not patterns: a pattern is compiled when it is first used, and that is before the first frame.
const set = (names) => new Set(names.split(' '));
const TAGS = set('section div header h1 p form label input span button svg path img');
const ATTRIBUTES = set('class part id lang dir for type name role tabindex method novalidate required autocomplete autocapitalize spellcheck inputmode viewBox d src alt aria-label aria-hidden aria-describedby aria-pressed aria-controls aria-selected data-last data-later');
const IDS = set('id for aria-describedby aria-controls');

const name = (button) => button.ariaLabel ?? button.textContent;

let sheet;
/** Adopts the sheet of the first form in the tree that holds `root`, once. By the prototype: a page may have an element of that name. */
export const adopt = (root) => {
  if (!css) return;
  if (!sheet) (sheet = new CSSStyleSheet()).replaceSync(css);
  const tree = root.getRootNode();
  const [own, key] = [Object.getPrototypeOf(tree), 'adoptedStyleSheets'];
  const all = Reflect.get(own, key, tree);
  if (all && !all.includes(sheet)) Reflect.set(own, key, [...all, sheet], tree);
};

/** A form is a tree of `[tag, attributes, ...children]`, where a text is a child too, and ids begin with `#`. */
const draw = ([tag, attributes, ...children], ids, say) => {
  if (!TAGS.has(tag)) throw new TypeError(tag);
  const element = tag === 'svg' || tag === 'path' ? document.createElementNS('http://www.w3.org/2000/svg', tag) : document.createElement(tag);
  for (const name of Object.keys(attributes)) {
    if (!ATTRIBUTES.has(name)) continue;
    const value = attributes[name];
    element.setAttribute(name, IDS.has(name) ? value.replace('#', ids) : say(value));
    // As high as what will come there.
    if (name === 'data-later') element.style.minBlockSize = `${value}px`;
  }
  for (const it of children) element.append(typeof it === 'string' ? say(it) : draw(it, ids, say));
  return element;
};

const read = (node, ids) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.matches('[data-later]')) return [node.localName, { 'data-later': `${node.offsetHeight}` }];
  const kept = [...node.attributes].filter((it) => ATTRIBUTES.has(it.name));
  const attributes = kept.map(({ name, value }) => [name, IDS.has(name) ? value.replace(ids, '#') : value]);
  return [node.localName, Object.fromEntries(attributes), ...[...node.childNodes].map((it) => read(it, ids))];
};

/**
 * Keeps the form that is on show, unless something is wrong on it or under way: only what an untouched form looks like. Where the box begins with
 * another screen, keeps that there is none (`false`). Returns whether a part of the form has still to come.
 */
export const keep = (root, place, ids, begins) => {
  const card = root.querySelector('section');
  if (begins && card?.querySelector('[data-later]>:empty')) return true;
  if (begins && (!card?.querySelector('form') || card.querySelector('[aria-invalid],[aria-busy],[data-wrong],[aria-pressed=true]') || card.querySelector('[role=alert]')?.textContent)) return;
  try {
    const text = JSON.stringify(begins && read(card, ids));
    const ours = Object.keys(localStorage).filter((it) => it.startsWith('guard-login:'));
    const others = ours.filter((it) => it !== PREFIX + place && it.startsWith(PREFIX));
    for (const it of ours) if (!it.startsWith(PREFIX) || others.indexOf(it) >= MOST - 1) localStorage.removeItem(it);
    if (text.length <= LONGEST) localStorage.setItem(PREFIX + place, text);
  } catch {
    // A page without storage has a plain form next time.
  }
};

const kept = (place) => {
  try {
    const text = localStorage.getItem(PREFIX + place);
    return text?.length <= LONGEST ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
};

/** The words of a plain form. */
const words = (tag) => (text) => text.replace(/\{([\w.]+)\}/g, (_, key) => (key === 'lang' ? tag : (form.words[tag]?.[key] ?? form.words['en-US'][key] ?? '')));

/**
 * Draws into `root`, unless the form stands there already (`prerender.mjs`). Returns what ends it: a function that takes its listeners off, and returns what repeats, on the elements that are
 * still there, what somebody has pressed meanwhile, in the same order.
 */
export const begin = (root, place, ids, tag) => {
  const same = (text) => text;
  const sent = root.querySelector('section form[method=post]');
  if (sent) {
    // The page's server has drawn it, to be sent without us; now that we are here it is ours. Nothing moves: somebody may be typing.
    sent.setAttribute('method', 'dialog');
    sent.removeAttribute('action');
    for (const it of [...root.childNodes]) if (!it.contains(sent)) it.remove();
  } else {
    let drawn;
    try {
      const last = form && kept(place);
      drawn = last === false ? '' : last && draw(last, ids, same);
    } catch {
      // Somebody else's, or of a version that we do not know.
    }
    drawn ??= form && draw(form.tree, ids, words(tag));
    root.replaceChildren(drawn ?? '');
  }
  const pressed = [];
  const due = root.querySelector('form');
  const send = () => due.isConnected && due.requestSubmit();
  const press = (event) => {
    const { target, type } = event;
    const button = target.closest?.('button[type=button]');
    if (type === 'submit') {
      event.preventDefault();
      // Another form is the module's, which hears it itself.
      if (target !== due) return;
      due.querySelector('[type=submit]').setAttribute('aria-busy', 'true');
      // However often: it is due once.
      if (!pressed.includes(send)) pressed.push(send);
    } else if (button) {
      // By what it says, since the element may have become another button; by the element where nothing says that any more: the language came last.
      const said = name(button);
      pressed.push(() => ([...root.querySelectorAll('button')].find((it) => name(it) === said) ?? button).click());
    }
  };
  for (const name of ['submit', 'click']) root.addEventListener(name, press);
  return () => {
    for (const name of ['submit', 'click']) root.removeEventListener(name, press);
    root.querySelector('[type=submit][aria-busy]')?.removeAttribute('aria-busy');
    return () => pressed.forEach((it) => it());
  };
};

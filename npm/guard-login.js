//! `<guard-login>`: the element. It starts everything at once, and hands over to the wasm when that has come.
//! It holds no rule of signing in: attributes and properties go in as JSON text, events come out.
import { Mounted } from './guard_login.js';
import { adopt, begin, keep } from './early.js';
import { glance, LONGEST_CONFIG, plain } from './glance.js';
import { locale, spoken } from './languages.js';
import { BASE, bring, load } from './module.js';
import { seal } from './seal.js';
import { answer, ask, once, settings as askSettings } from './wire.js';

const ATTRIBUTES = ['app-id', 'host', 'lang', 'theme', 'mode', 'render', 'view', 'config', 'sync-tabs'];
/** Boxes on this page so far: ids of elements begin with it, since light boxes share a tree. */
let boxes = 0;

class GuardLogin extends HTMLElement {
  static observedAttributes = ATTRIBUTES;

  #box;
  #root;
  #config;
  /** The text of a child with settings: in a light box, drawing takes the child away. */
  #child;
  #queued = false;
  /** The detail of the last `load-error`, until a box has loaded. */
  #failure;
  /** Ends what hears the form that was drawn early. */
  #early;
  /** Resolves to what ends following other tabs. */
  #tabs;
  /** What the mounted box was made of; another box is needed when it changes. */
  #made;

  connectedCallback() {
    for (const name of ['appId', 'host', 'lang', 'theme', 'mode', 'render', 'view', 'config', 'syncTabs']) this.#upgrade(name);
    this.#later();
    // A child may still be on its way.
    if (document.readyState === 'loading') addEventListener('DOMContentLoaded', () => this.#later(), { once: true });
  }

  disconnectedCallback() {
    this.#later();
  }

  attributeChangedCallback(name, before, now) {
    if (before === now || !this.isConnected) return;
    if (name === 'lang' && this.#box) this.#box.speak(now ?? '');
    else if (name === 'view' && this.#box) this.#box.open(now ?? 'login');
    else if (name === 'sync-tabs') this.#follow();
    else if (name !== 'theme') this.#later();
  }

  get appId() { return this.getAttribute('app-id') ?? ''; }
  set appId(it) { this.#reflect('app-id', it); }
  get host() { return this.getAttribute('host') ?? ''; }
  set host(it) { this.#reflect('host', it); }
  get theme() { return this.getAttribute('theme') ?? 'auto'; }
  set theme(it) { this.#reflect('theme', it); }
  get mode() { return this.getAttribute('mode') ?? 'normal'; }
  set mode(it) { this.#reflect('mode', it); }
  get render() { return this.getAttribute('render') ?? 'shadow'; }
  set render(it) { this.#reflect('render', it); }
  get view() { return this.getAttribute('view') ?? 'login'; }
  set view(it) { this.#reflect('view', it); }
  get syncTabs() { return this.hasAttribute('sync-tabs'); }
  set syncTabs(it) { this.toggleAttribute('sync-tabs', !!it); }
  get config() { return this.#config; }
  set config(it) { this.#config = it; this.#later(); }

  /** Resolves to the user once somebody has signed in; rejects with the detail of a `load-error`. */
  start() {
    return new Promise((resolve, reject) => {
      if (this.#failure) reject(this.#failure);
      this.addEventListener('login', (event) => resolve(event.detail.user), { once: true });
      this.addEventListener('load-error', (event) => reject(event.detail), { once: true });
    });
  }

  /** Opens a view by one of the names in docs/embedding.md. */
  async changeView(name) {
    if (!(await this.#mounted()).open(String(name))) throw new TypeError(`<guard-login> has no view “${name}”`);
  }

  async getCurrentView() { return (await this.#mounted()).view(); }

  async changeLang(tag) { this.lang = String(tag); await this.#mounted(); }

  async #mounted() {
    await load();
    // A box that has just been put into its page is made in a task of its own.
    await new Promise((resolve) => setTimeout(resolve));
    if (!this.#box) throw new DOMException('<guard-login> is not in a page', 'InvalidStateError');
    return this.#box;
  }

  /** Once for all changes of one task, so that moving the element does not take it down. */
  #later() {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      if (this.isConnected) this.#mount();
      else this.#unmount();
    });
  }

  #unmount() {
    this.#early?.();
    this.#box?.free();
    this.#box = this.#made = this.#failure = this.#early = undefined;
    this.#follow();
  }

  /** Follows the other tabs of this place, where the page wishes it, and ends what followed another one. */
  #follow() {
    this.#tabs?.then((stop) => stop(), console.warn);
    const place = this.#made?.place;
    this.#tabs = place && this.syncTabs ? import('./tabs.js').then((it) => it.follow(this, place, () => this.#made?.stands, () => this.#box?.open('signed-in-elsewhere'))) : undefined;
    this.#tabs?.catch(() => {});
  }

  #mount() {
    const config = this.#configText();
    const said = glance(config ?? '');
    // The address where the script came from serves the box where nothing else is said.
    const host = this.getAttribute('host') ?? said?.host ?? BASE.origin;
    const place = JSON.stringify([this.appId, host]);
    const light = this.render === 'light';
    const root = this.#root ?? this.shadowRoot ?? (light ? this : this.attachShadow({ mode: 'open' }));
    if (light !== (root === this)) console.warn('<guard-login> reads render once.');
    let typed = [];
    if (this.#made?.place === place && this.#root === root) {
      if (this.#made.config === config) return;
      // Nothing is made of it yet: somebody may be typing.
      if (!this.#box) {
        this.#made.config = config;
        return;
      }
      typed = [...root.querySelectorAll('input[name]')].map((it) => [it.name, it.value, it.matches(':focus')]);
    }
    this.#unmount();
    this.#root = root;
    const made = (this.#made = { place, config });
    this.#follow();
    const tag = spoken([this.lang || said?.lang || '', ...navigator.languages]);
    const ids = `guard${boxes++}`;
    // A list, and not a pattern, which would be compiled here, before the first frame.
    const begins = (view) => ['', 'login', 'login:password', 'sign-in'].includes(view ?? said?.defaultScenes ?? '');
    adopt(root);
    this.#early = begins(this.getAttribute('view')) ? begin(root, this.#key(host, config), ids, tag) : root.replaceChildren();
    // Into a form of other settings for the same app.
    for (const [name, value, focused] of typed) {
      const field = root.querySelector(`input[name=${name}]`);
      if (field) field.value = value;
      if (focused) field?.focus();
    }
    let ahead;
    const waits = () => this.#made === made && this.isConnected;
    const failed = (message) => this.#emit('load-error', { appId: this.appId, code: 'MODULE_FAILED', message, data: null });
    const mount = () => {
      const [lang, view] = [this.getAttribute('lang'), this.getAttribute('view')];
      const { config } = made;
      const keeps = (tries) => {
        // Somebody may have gone on meanwhile.
        if (this.#made !== made || !begins(view) || made.first !== this.#isAt('sign-in')) return;
        if (keep(root, this.#key(host, config), ids, made.first) && tries) setTimeout(keeps, 1000, tries - 1);
      };
      const attributes = [ids, this.appId, host, lang ?? '', view ?? '', ...navigator.languages];
      // Not before: until the first screen is drawn, which waits for its language, nobody else hears a press. Not twice: what has been pressed is repeated.
      let drawn = () => {
        if (this.#made !== made) return;
        drawn = () => {};
        const repeat = this.#early?.();
        this.#early = undefined;
        setTimeout(() => {
          if (this.#made !== made) return;
          made.first = this.#isAt('sign-in');
          made.repeats = repeat;
          if (repeat) keeps(9);
          repeat?.();
        });
      };
      const side = {
        emit: (name, detail) => {
          if (this.#made !== made) return;
          this.#emit(name, JSON.parse(detail));
          // In the language that the app speaks, when that has come; the other one may still be on its way.
          if (name === 'lang-change' && made.stands) setTimeout(() => (made.repeats ? keeps() : drawn()));
          if (name !== 'load') return;
          made.stands = true;
          locale(tag).then(() => drawn(), () => drawn());
        },
        settings: (url, signal) => {
          const once = ahead;
          ahead = undefined;
          return askSettings(url, once, signal);
        },
        ask,
        locale,
        seal,
        show: (address, on) => import('./media.js').then((it) => it.show(address, on)),
      };
      this.#box = new Mounted(root, side, attributes.map((it) => it.replaceAll('\n', ' ')).join('\n'), config);
    };
    // Asked in the pause before the first frame.
    setTimeout(() => {
      if (!waits()) return;
      const base = plain(host, this.appId);
      const hosted = base && `${base}/login?app_id=${this.appId}`;
      if (said && base) ahead = once(`${base}/api/v2/applications/${this.appId}/public-config`, answer, true);
      // Heard here too: a refused request that nobody awaits any more is not an error of the page.
      ahead?.catch(() => {});
      locale(tag).catch(() => {});
      bring({ root, tag, hosted, waits, mount, failed });
    });
  }

  /** What the form is kept under: boxes with other settings look different. */
  #key(host, config) {
    return JSON.stringify([host, this.appId, this.lang, config?.slice(0, 999)]);
  }

  #isAt(view) { return this.#box?.view() === view; }

  #configText() {
    const own = this.#config;
    if (own == null) {
      this.#child = this.querySelector(':scope > script[type="application/json"]')?.textContent ?? this.#child;
      return (this.#child ?? this.getAttribute('config'))?.slice(0, LONGEST_CONFIG + 1);
    }
    try {
      return typeof own === 'string' ? own : JSON.stringify(own);
    } catch {
      return '(cannot be written as JSON)';
    }
  }

  #emit(type, detail) {
    if (type === 'load') this.#failure = undefined;
    if (type === 'load-error') this.#failure = detail;
    const bubbles = type !== 'load' && type !== 'close';
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles, composed: true }));
  }

  /** A property set before this class was there hides the accessor: set it again, through it. */
  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    this[name] = value;
  }

  #reflect(name, value) {
    if (value == null) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }
}

if (customElements.get('guard-login')) console.warn('<guard-login> is defined already; the first definition stays.');
else customElements.define('guard-login', GuardLogin);

/** Shows a code to be scanned alone in an element of the page; see docs/embedding.md. Resolves to a function that takes it away. */
const startScanning = (element, options = {}) => import('./scanning.js').then((it) => it.start(element, options));

export { GuardLogin, startScanning };

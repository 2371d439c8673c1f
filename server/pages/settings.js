// Draws a row for each setting of an app and of its pool. The server checks; what it refuses is shown at the row.
import { GROUPS, POOL } from '/dev/files/setting-rows.js';

const picker = document.querySelector('#app');
const form = document.querySelector('#form');
const said = document.querySelector('#said');
const rows = new Map();
let settings = {};
let pool = {};
let apps = [];

const at = (object, path) => path.split('.').reduce((it, key) => it?.[key], object);

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function draw() {
  rows.clear();
  document.querySelector('#groups').replaceChildren(...GROUPS.map(([title, fields]) => group(settings, title, fields)), group(pool, ...POOL));
}

function group(from, title, fields) {
  return make('fieldset', {}, make('legend', {}, title), make('div', { class: 'fields' }, ...fields.map((it) => field(from, ...it))));
}

function field(from, path, label, kind, help = '', more = {}) {
  const value = at(from, more.within ? `${path}.${more.within}` : path);
  const key = make('code', { class: 'key' }, path);
  const wrong = make('p', { class: 'wrong', id: `${path}-wrong`, hidden: '' });
  const tail = [...(help ? [make('p', { class: 'help' }, help)] : []), wrong];
  if (kind === 'flag') {
    const input = make('input', { type: 'checkbox', id: path });
    input.checked = value;
    rows.set(path, { wrong, input, read: () => input.checked });
    return make('div', { class: 'field' }, make('label', { class: 'tick' }, input, make('span', {}, label, ' ', key)), ...tail);
  }
  if (kind === 'set') {
    const ticks = more.choices.map(([name, shown]) => {
      const input = make('input', { type: 'checkbox', value: name });
      input.checked = value.includes(name);
      return [input, make('label', { class: 'tick' }, input, shown)];
    });
    // The order that is stored is an order of preference: it stays, and what is new comes last.
    const read = () => {
      const ticked = ticks.filter(([it]) => it.checked).map(([it]) => it.value);
      return [...value.filter((it) => ticked.includes(it)), ...ticked.filter((it) => !value.includes(it))];
    };
    rows.set(path, { wrong, input: ticks[0][0], read });
    return make('div', { class: 'field', role: 'group', 'aria-label': label }, make('span', { class: 'name' }, label, key), make('div', { class: 'ticks' }, ...ticks.map(([, it]) => it)), ...tail);
  }
  const input = control(kind, path, value, more);
  const read = () => {
    const text = input.value.trim();
    if (text === '' && 'empty' in more) return more.empty;
    if (kind === 'json') return parsed(text);
    if (more.within) return more.within.split('.').reduceRight((inner, name) => ({ [name]: inner }), text);
    if (kind === 'lines') return text.split('\n').map((it) => it.trim()).filter(Boolean);
    return kind === 'number' || more.number ? Number(text) : text;
  };
  rows.set(path, { wrong, input, read });
  return make('div', { class: 'field' }, make('label', { for: path }, label, key), input, ...tail);
}

function control(kind, path, value, { choices }) {
  const shown = kind === 'json' ? JSON.stringify(value, null, 2) : Array.isArray(value) ? value.join('\n') : String(value ?? '');
  const input = kind === 'choice' ? make('select', { id: path }, ...choices.map(([name, text]) => make('option', { value: name }, text)))
    : kind === 'lines' || kind === 'json' ? make('textarea', { id: path, spellcheck: 'false', rows: kind === 'json' ? '6' : '3' })
    : make('input', { id: path, type: kind === 'number' ? 'number' : 'text', autocomplete: 'off', spellcheck: 'false' });
  input.value = shown;
  return input;
}

/** What is no JSON is no list either, so the server is asked with the text and says so at the row. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Whole objects at the top level, since that is how the server merges. */
function changes(from, fields) {
  const changed = {};
  for (const [path] of fields) {
    const { read } = rows.get(path);
    const [top, inner] = path.split('.');
    if (!inner) changed[top] = read();
    else (changed[top] ??= { ...from[top] })[inner] = read();
  }
  return changed;
}

function say(text, wrong = false) {
  said.textContent = text;
  said.toggleAttribute('data-wrong', wrong);
}

function blame(path, problem) {
  for (const [key, { wrong, input }] of rows) {
    const guilty = path === key || path.startsWith(`${key}[`) || path.startsWith(`${key}.`);
    wrong.hidden = !guilty;
    wrong.textContent = guilty ? `${path} ${problem}` : '';
    input.toggleAttribute('aria-invalid', guilty);
    if (guilty) input.focus();
  }
}

const urls = () => [`/dev/api/apps/${picker.value}/settings`, `/dev/api/pools/${apps.find((it) => it.id === picker.value).poolId}/settings`];

async function load() {
  [settings, pool] = await Promise.all(urls().map(async (url) => (await fetch(url)).json()));
  document.querySelector('#try').href = `/?app=${encodeURIComponent(picker.value)}`;
  say('');
  draw();
}

async function save(url, changed) {
  const answer = await fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(changed) });
  const body = await answer.json();
  if (answer.ok) return body;
  say(body.message, true);
  if (body.data?.path) blame(body.data.path, body.data.problem);
  return undefined;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  blame('', '');
  const [app, shared] = urls();
  const saved = await save(app, changes(settings, GROUPS.flatMap(([, fields]) => fields)));
  const savedPool = saved && await save(shared, changes(pool, POOL[1]));
  if (!savedPool) return;
  [settings, pool] = [saved, savedPool];
  draw();
  say('Saved.');
});

picker.addEventListener('change', load);
apps = await (await fetch('/dev/api/apps')).json();
picker.replaceChildren(...apps.map((it) => make('option', { value: it.id }, `${it.name} (${it.id})`)));
const wanted = new URLSearchParams(location.search).get('app');
if (apps.some((it) => it.id === wanted)) picker.value = wanted;
await load();

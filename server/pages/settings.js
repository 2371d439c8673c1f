// One row a setting: its key, what it is called, how it is edited. The server checks; what it refuses is shown at the row.
const GROUPS = [
  ['The app', [
    ['name', 'Name', 'text'],
    ['logo', 'Logo', 'text', 'An https:// address or a path; empty for none.', { empty: null }],
    ['allowedOrigins', 'Origins that may embed the box', 'lines', 'One a line: https://shop.example, https://*.shop.example, http://localhost:*'],
    ['global.defaultLanguage', 'Language', 'choice', '', { choices: [['browser', "The browser's"], ['en-US', 'English'], ['zh-CN', '简体中文'], ['zh-TW', '繁體中文'], ['ja-JP', '日本語']] }],
  ]],
  ['Signing in', [
    ['passwordTabConfig.validLoginMethods', 'The account field takes', 'set', '', { choices: [['email-password', 'Email'], ['username-password', 'User name']] }],
    ['ssoPageComponentDisplay.forgetPasswordBtn', 'Offer "Forgot password"', 'flag'],
    ['unverifiedMaySignIn', 'People may sign in before their address is confirmed', 'flag'],
    ['tellsWhetherTaken', 'Tell whether an account exists', 'flag', 'Off: registering and asking for codes look the same for everybody.'],
  ]],
  ['Registering', [
    ['registerDisabled', 'Registration is closed', 'flag'],
    ['ssoPageComponentDisplay.registerBtn', 'Offer "Create account"', 'flag'],
    ['registerTabs.list', 'Ways to register', 'set', '', { choices: [['email', 'Email'], ['username', 'User name']] }],
    ['registerTabs.default', 'The first way', 'choice', '', { choices: [['email', 'Email'], ['username', 'User name']] }],
    ['registrationEmailAllowlist', 'Only these may register', 'lines', 'Addresses and domains, one a line; empty for anybody.', { empty: null }],
  ]],
  ['Codes to scan', [
    ['qrcodeTabsSettings', 'Ways that are on', 'json', 'app-qrcode, wechat-miniprogram-qrcode, wechatmp-qrcode, each with a list of {id, title}; an empty list is one code without a title.'],
    ['qrCodeSortConfig.loginMethodsSort', 'Their order', 'lines', 'app-qrcode and ids, one a line.'],
    ['qrcode.expiresIn', 'Seconds that a code is good for', 'number'],
    ['qrcode.ticketExpiresIn', 'Seconds that a ticket is good for', 'number'],
    ['qrcode.exchangeInBrowser', 'Pages may exchange a ticket themselves', 'flag', "Off: the app's own server does, with its secret."],
    ['qrcode.fullUserInStatus', 'Polling tells the whole person, with a token', 'flag'],
    ['qrcode.matchNumber', 'Show a number beside the code and on the phone', 'flag'],
  ]],
  ['Passwords', [
    ['passwordStrength', 'Policy', 'choice', '', { number: true, empty: null, choices: [['', 'Length and common passwords'], ['0', '0: anything'], ['1', '1: six characters'], ['2', '2: and two kinds'], ['3', '3: and three kinds'], ['4', '4: an expression'], ['5', '5: the server decides']] }],
    ['passwordMinLength', 'Fewest characters', 'number', 'For the default policy and level 5.'],
    ['customPasswordStrength.regex', 'Expression', 'text', 'For level 4.'],
    ['customPasswordStrength.enMessage', 'What it asks for, in English', 'text'],
    ['customPasswordStrength.zhMessage', 'What it asks for, in Chinese', 'text'],
  ]],
];

const picker = document.querySelector('#app');
const form = document.querySelector('#form');
const said = document.querySelector('#said');
const rows = new Map();
let settings = {};

const at = (object, path) => path.split('.').reduce((it, key) => it?.[key], object);

function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function draw() {
  rows.clear();
  document.querySelector('#groups').replaceChildren(...GROUPS.map(([title, fields]) =>
    make('fieldset', {}, make('legend', {}, title), make('div', { class: 'fields' }, ...fields.map((it) => field(...it))))));
}

function field(path, label, kind, help = '', more = {}) {
  const value = at(settings, path);
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
    if (kind === 'lines') return text.split('\n').map((it) => it.trim()).filter(Boolean);
    return kind === 'number' || more.number ? Number(text) : text;
  };
  rows.set(path, { wrong, input, read });
  return make('div', { class: 'field' }, make('label', { for: path }, label, key), input, ...tail);
}

/** What is no JSON goes as it is: the server says what is wrong with it. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function control(kind, path, value, { choices }) {
  const shown = kind === 'json' ? JSON.stringify(value, null, 2) : Array.isArray(value) ? value.join('\n') : String(value ?? '');
  const input = kind === 'choice' ? make('select', { id: path }, ...choices.map(([name, text]) => make('option', { value: name }, text)))
    : kind === 'lines' || kind === 'json' ? make('textarea', { id: path, spellcheck: 'false', rows: '3' })
    : make('input', { id: path, type: kind === 'number' ? 'number' : 'text', autocomplete: 'off', spellcheck: 'false' });
  input.value = shown;
  return input;
}

/** Whole objects at the top level, since that is how the server merges. */
function changes() {
  const changed = {};
  for (const [path, { read }] of rows) {
    const [top, inner] = path.split('.');
    if (!inner) changed[top] = read();
    else (changed[top] ??= { ...settings[top] })[inner] = read();
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

async function load() {
  settings = await (await fetch(`/dev/api/apps/${picker.value}/settings`)).json();
  document.querySelector('#try').href = `/?app=${encodeURIComponent(picker.value)}`;
  say('');
  draw();
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  blame('', '');
  const answer = await fetch(`/dev/api/apps/${picker.value}/settings`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(changes()) });
  const body = await answer.json();
  if (answer.ok) {
    settings = body;
    draw();
    say('Saved.');
  } else {
    say(body.message, true);
    if (body.data?.path) blame(body.data.path, body.data.problem);
  }
});

picker.addEventListener('change', load);
const apps = await (await fetch('/dev/api/apps')).json();
picker.replaceChildren(...apps.map((it) => make('option', { value: it.id }, `${it.name} (${it.id})`)));
const wanted = new URLSearchParams(location.search).get('app');
if (apps.some((it) => it.id === wanted)) picker.value = wanted;
await load();

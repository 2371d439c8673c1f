// Shows the outbox and looks again every second while the page is seen.
const post = document.querySelector('#post');
const list = document.querySelector('#letters');
const letter = document.querySelector('#letter');
const blank = document.querySelector('#blank');
const clear = document.querySelector('#clear');
let letters = [];
let open = null;

async function look() {
  const answer = await fetch('/dev/api/outbox');
  if (!answer.ok) return;
  const fresh = await answer.json();
  if (fresh.map((it) => it.id + it.state).join() === letters.map((it) => it.id + it.state).join() && list.childElementCount === fresh.length) return;
  const arrived = fresh[0] && fresh[0].id !== letters[0]?.id;
  letters = fresh;
  if (arrived && !post.hasAttribute('data-reading')) open = fresh[0].id;
  draw();
}

function draw() {
  blank.hidden = letters.length > 0;
  list.hidden = letter.hidden = letters.length === 0;
  clear.disabled = letters.length === 0;
  list.replaceChildren(...letters.map(entry));
  read(letters.find((it) => it.id === open));
}

function entry(it) {
  const button = make('button', '', { type: 'button' });
  if (it.id === open) button.setAttribute('aria-current', 'true');
  button.append(make('span', it.to, { class: 'to' }), make('time', time(it.createdAt), { class: 'when', datetime: it.createdAt }), make('span', title(it), { class: 'subject' }));
  button.addEventListener('click', () => {
    open = it.id;
    post.setAttribute('data-reading', '');
    draw();
  });
  const item = make('li');
  item.append(button);
  return item;
}

function read(it) {
  if (!it) return letter.replaceChildren();
  const back = make('button', 'All mails', { type: 'button', class: 'action quiet return' });
  back.addEventListener('click', () => post.removeAttribute('data-reading'));
  const parts = [back, make('h2', title(it)), make('p', `To ${it.to} · ${it.appId} · ${it.state}`, { class: 'meta' })];
  const code = it.text.match(/^ {4}(\d{4,8})$/m)?.[1] ?? it.text.match(/#(\d{4,8})$/)?.[1];
  if (code) parts.push(copyable(code));
  parts.push(text(it.text || 'Delivered. The text is not kept.'));
  letter.replaceChildren(...parts);
}

/** Links of ours lead where they lead in the mail: to this machine, whatever name the mail calls it by. */
function text(all) {
  const parts = all.split(/(https?:\/\/\S+\/link\/\w+)/).map((it, index) => index % 2 ? make('a', it, { href: new URL(it).pathname }) : it);
  const shown = make('p', '', { class: 'text' });
  shown.append(...parts);
  return shown;
}

/** A message has no subject: its first words say what it is. */
function title(it) {
  return it.subject || it.text.split('\n')[0] || 'Text message';
}

function copyable(code) {
  const box = make('div', '', { class: 'code' });
  const button = make('button', 'Copy', { type: 'button', class: 'action quiet' });
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code);
    button.textContent = 'Copied';
  });
  box.append(make('output', code), button);
  return box;
}

function make(name, text = '', attributes = {}) {
  const element = document.createElement(name);
  element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

const time = (iso) => new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });

clear.addEventListener('click', async () => {
  await fetch('/dev/api/outbox', { method: 'DELETE' });
  open = null;
  post.removeAttribute('data-reading');
  await look();
  draw();
});

draw();
setInterval(() => document.hidden || look().catch(() => {}), 1000);
look();

// A phone whose owner is signed in: it reads a code, shows who asks, and agrees or cancels. What the code says is a stranger's text until the server has looked at it.
import decode from '/dev/files/qr-decode.js';

const $ = (id) => document.getElementById(id);
const person = $('person');
const video = $('video');
const canvas = document.createElement('canvas');
// Where the browser has a reader of its own, it is quicker; the other one reads everywhere.
const native = await readers();
let stream = null;
let code = null;

async function readers() {
  if (!('BarcodeDetector' in window)) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes('qr_code') ? new BarcodeDetector({ formats: ['qr_code'] }) : null;
}

function show(step) {
  for (const it of ['scan', 'ask', 'end']) $(it).hidden = it !== step;
  $('wrong').textContent = $('refused').textContent = '';
  $(`${step}-title`).focus();
}

async function read(source, width, height) {
  if (!width || !height) return null;
  if (native) {
    const found = await native.detect(source).catch(() => []);
    if (found.length) return found[0].rawValue;
  }
  // Larger than this says nothing more and takes longer.
  const scale = Math.min(1, 1200 / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const draw = canvas.getContext('2d', { willReadFrequently: true });
  // A picture may be transparent, and then its ground is meant to be white.
  draw.fillStyle = '#fff';
  draw.fillRect(0, 0, canvas.width, canvas.height);
  draw.drawImage(source, 0, 0, canvas.width, canvas.height);
  try {
    return decode(draw.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    return null;
  }
}

async function look() {
  while (stream) {
    const text = await read(video, video.videoWidth, video.videoHeight);
    if (text && stream) return take(text);
    await new Promise((again) => setTimeout(again, 150));
  }
}

async function start() {
  $('wrong').textContent = '';
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
  } catch (error) {
    const why = error instanceof TypeError ? 'A camera needs an https address: start the demo with --lan.'
      : error.name === 'NotAllowedError' ? 'The camera was not allowed. A picture or the text works as well.'
      : 'There is no camera here. A picture or the text works as well.';
    $('wrong').textContent = why;
    return;
  }
  video.srcObject = stream;
  video.hidden = false;
  $('camera').hidden = true;
  await video.play();
  look();
}

function stop() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  video.srcObject = null;
  video.hidden = true;
  $('camera').hidden = false;
}

async function takePicture(file) {
  const picture = await createImageBitmap(file).catch(() => null);
  const text = picture && await read(picture, picture.width, picture.height);
  picture?.close();
  if (text) return take(text);
  $('wrong').textContent = 'There is no code to read in that picture.';
}

/** The text of a code, from wherever it was read. */
async function take(text) {
  stop();
  let said;
  try {
    said = JSON.parse(text);
  } catch {
    said = null;
  }
  if (typeof said?.random !== 'string' || typeof said.userPoolId !== 'string') {
    $('wrong').textContent = 'That is not a sign-in code.';
    return;
  }
  const session = await post('/dev/api/phone', { userPoolId: said.userPoolId, account: person.value });
  if (session.code !== undefined) {
    $('wrong').textContent = 'This phone’s owner has no account there.';
    return;
  }
  code = { random: said.random, pool: said.userPoolId, token: session.token };
  const answer = await act('scanned');
  if (answer.code === 200) ask(answer.data);
  else $('wrong').textContent = trouble(answer);
}

async function post(path, body, headers = {}) {
  const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }).catch(() => null);
  return (await answer?.json().catch(() => null)) ?? { code: 0 };
}

const act = (step, more) => post(`/api/qrcode/${step}`, { random: code.random, ...more }, { authorization: code.token, 'x-authing-userpool-id': code.pool });

function trouble({ code: number }) {
  if (number === 2021) return 'That code is over, or another phone has it. Refresh it and scan again.';
  return number === 0 ? 'The server cannot be reached.' : 'That did not work. Scan the code again.';
}

function ask({ request }) {
  $('ask-title').textContent = `Sign in to ${request.app.name}?`;
  $('logo').hidden = !request.app.logo?.startsWith('/');
  if (!$('logo').hidden) $('logo').src = request.app.logo;
  const browser = [request.browser, request.os].filter(Boolean).join(' on ');
  const from = [request.place, request.address].filter(Boolean).join(', ');
  const facts = [
    ['As', person.selectedOptions[0].textContent],
    ['Page', request.origin ?? 'not a web page'],
    ['Browser', browser || 'unknown'],
    ['From', from || 'unknown'],
    ['Asked at', new Date(request.createdAt).toLocaleTimeString()],
  ];
  $('facts').replaceChildren(...facts.flatMap(([term, detail]) => {
    const [dt, dd] = [document.createElement('dt'), document.createElement('dd')];
    dt.textContent = term;
    dd.textContent = detail;
    return [dt, dd];
  }));
  // To find its number among others, one has to look at the screen that asks.
  const numbers = request.matchNumbers ?? [];
  $('question').textContent = numbers.length ? 'Which number stands beside the code in front of you?' : 'Is this the screen in front of you?';
  $('numbers').replaceChildren(...numbers.map((number) => {
    const choice = document.createElement('button');
    choice.type = 'button';
    choice.className = 'action quiet';
    choice.textContent = number;
    choice.addEventListener('click', () => decide('confirm', number));
    return choice;
  }));
  $('numbers').hidden = numbers.length === 0;
  $('agree').hidden = numbers.length > 0;
  show('ask');
}

async function decide(step, matchNumber) {
  const buttons = $('ask').querySelectorAll('button');
  for (const it of buttons) it.disabled = true;
  const answer = await act(step, { matchNumber });
  for (const it of buttons) it.disabled = false;
  if (answer.code === 0) {
    $('refused').textContent = trouble(answer);
    return;
  }
  const done = answer.code === 200;
  const agreed = done && step === 'confirm';
  $('sign').textContent = agreed ? '✓' : '✕';
  $('sign').toggleAttribute('data-not', !agreed);
  $('end-title').textContent = agreed ? 'Signed in' : done ? 'Cancelled' : matchNumber ? 'Nobody was signed in' : 'Too late';
  $('end-text').textContent = agreed ? 'The other screen goes on by itself.'
    : done ? 'Nobody was signed in.'
    : matchNumber ? 'That is another number, or the code is over. Scan the code of the screen in front of you.'
    : trouble(answer);
  show('end');
}

function owner() {
  $('portrait').textContent = [...person.selectedOptions[0].textContent][0];
}

$('camera').addEventListener('click', start);
$('photo').addEventListener('change', ({ target }) => {
  const [file] = target.files;
  target.value = '';
  if (file) takePicture(file);
});
$('paste').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = $('text').value.trim();
  $('text').value = '';
  take(text);
});
document.addEventListener('paste', (event) => {
  const file = [...event.clipboardData.files].find((it) => it.type.startsWith('image/'));
  if (!file || $('scan').hidden) return;
  event.preventDefault();
  takePicture(file);
});
$('agree').addEventListener('click', () => decide('confirm'));
$('refuse').addEventListener('click', () => decide('cancel'));
$('again').addEventListener('click', () => show('scan'));
// Another owner is another phone: what the last one scanned is not theirs to answer.
person.addEventListener('change', () => {
  owner();
  if (!$('ask').hidden) show('scan');
});
addEventListener('pagehide', stop);
owner();

// The server's own sign-in page: hears who has signed in on its box, and goes where the server says.
const box = document.querySelector('guard-login');
const trouble = document.querySelector('#trouble');
const button = trouble.querySelector('button');
/** Milliseconds for one try. */
const DEADLINE = 15_000;
/** What the way back needs. It stays here alone: until an answer has set the cookie, nothing else signs this browser in. */
let shown;
let isGoing = false;

async function handOver() {
  if (isGoing || !shown) return;
  busy(true);
  const headers = { 'content-type': 'application/json' };
  if (shown.token) headers.authorization = `Bearer ${shown.token}`;
  try {
    const signal = AbortSignal.timeout(DEADLINE);
    const answer = await fetch(`login/handover${location.search}`, { method: 'POST', headers, body: JSON.stringify(shown.body), signal });
    const { code, data } = await answer.json();
    if (code !== 200) throw new Error(`answered ${code}`);
    // Going back leads to the page before this one, not to a ticket that is spent.
    location.replace(data.url);
  } catch (reason) {
    console.error('The way back to the app failed.', reason);
    busy(false);
    trouble.hidden = false;
    button.focus();
  }
}

/** Not `disabled`, which would take the focus away. */
function busy(is) {
  isGoing = is;
  trouble.setAttribute('aria-busy', is);
  button.setAttribute('aria-disabled', is);
}

function show(token, body = {}) {
  shown = { token, body };
  void handOver();
}

box.addEventListener('login', ({ detail: { user } }) => show(user.token));
// Registering signs in where the app answers with a token.
box.addEventListener('register', ({ detail: { user } }) => user?.token && show(user.token));
box.addEventListener('scan-ticket', ({ detail: { ticket } }) => show(undefined, { scanTicket: ticket }));
button.addEventListener('click', handOver);

// What the form without a script was answered, until the box has an answer of its own.
const notice = document.querySelector('#notice');
for (const name of ['login', 'login-error', 'register', 'register-error']) box.addEventListener(name, () => notice?.remove());

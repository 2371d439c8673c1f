// The server's own sign-in page: hears who has signed in on its box, and goes where the server says.
const box = document.querySelector('guard-login');
let isGoing = false;

async function handOver(body, token) {
  if (isGoing) return;
  isGoing = true;
  const headers = { 'content-type': 'application/json' };
  if (token) headers.authorization = `Bearer ${token}`;
  try {
    const answer = await fetch(`login/handover${location.search}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const { code, data } = await answer.json();
    if (code !== 200) throw new Error(`answered ${code}`);
    // Going back leads to the page before this one, not to a ticket that is spent.
    location.replace(data.url);
  } catch (reason) {
    isGoing = false;
    console.error('The way back to the app failed.', reason);
    document.querySelector('#trouble').hidden = false;
  }
}

box.addEventListener('login', ({ detail: { user } }) => handOver({}, user.token));
// Registering signs in where the app answers with a token.
box.addEventListener('register', ({ detail: { user } }) => user?.token && handOver({}, user.token));
box.addEventListener('scan-ticket', ({ detail: { ticket } }) => handOver({ scanTicket: ticket }));

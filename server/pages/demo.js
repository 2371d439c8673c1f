// What a host page does with the box: it listens, and shows who came in.
const box = document.querySelector('guard-login');
const inside = document.querySelector('#inside');
const hint = document.querySelector('#hint');
let token = '';

box.addEventListener('login', ({ detail: { user } }) => {
  const name = user.nickname || user.username || user.email || user.phone;
  token = user.token;
  document.querySelector('#portrait').textContent = [...name][0].toUpperCase();
  document.querySelector('#hello').textContent = `Good to see you, ${name}`;
  document.querySelector('#facts').replaceChildren(
    ...row('Name', user.username),
    ...row('Email', user.email),
    ...row('Phone', user.phone),
    ...row('Visits', String(user.loginsCount)),
    ...row('Since', user.signedUp && new Date(user.signedUp).toLocaleDateString()),
  );
  show(true);
  document.querySelector('#hello').focus();
});

document.querySelector('#leave').addEventListener('click', async () => {
  const app = box.getAttribute('app-id');
  await fetch(`/api/v2/logout?app_id=${encodeURIComponent(app)}`, { headers: { authorization: `Bearer ${token}`, 'x-authing-app-id': app } });
  token = '';
  // A fresh page for the next person: nothing of the last one stays on it.
  location.replace(location.href);
});

function show(signedIn) {
  box.hidden = signedIn;
  hint.hidden = signedIn;
  inside.hidden = !signedIn;
}

function row(label, value) {
  if (!value) return [];
  const term = document.createElement('dt');
  const detail = document.createElement('dd');
  term.textContent = label;
  detail.textContent = value;
  return [term, detail];
}

// hanko-elements, as its documentation embeds it, before a backend that knows the first two steps of its conversation.
import path from 'node:path';

const login = (name, actions) => ({ name, status: 200, csrf_token: 'bench', payload: {}, actions });
const text = (name, more = {}) => ({ name, type: 'string', required: true, max_length: 120, ...more });

const PREFLIGHT = login('preflight', {
  register_client_capabilities: {
    action: 'register_client_capabilities',
    href: '/login?action=register_client_capabilities%40bench',
    description: 'Send the computers capabilities.',
    inputs: {
      webauthn_available: { name: 'webauthn_available', type: 'boolean', required: true },
      webauthn_conditional_mediation_available: { name: 'webauthn_conditional_mediation_available', type: 'boolean' },
      webauthn_platform_authenticator_available: { name: 'webauthn_platform_authenticator_available', type: 'boolean' },
    },
  },
});

/** A password app: the name first, as its backend answers when passkeys are off. */
const INIT = login('login_init', {
  continue_with_login_identifier: {
    action: 'continue_with_login_identifier',
    href: '/login?action=continue_with_login_identifier%40bench',
    description: 'Enter an identifier to login.',
    inputs: { identifier: text('identifier', { max_length: 255 }) },
  },
});

const json = (value) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });

export const hanko = {
  name: 'hanko',
  title: 'hanko-elements',
  package: '@teamhanko/hanko-elements',
  folder: ['/hanko/', path.join(import.meta.dirname, '../node_modules/@teamhanko/hanko-elements/dist')],
  page: ({ api }) => ({
    head: `<script type="module">
import { register } from '/hanko/elements.js';
await register('${api}/hanko');
</script>`,
    body: '<hanko-auth></hanko-auth>',
  }),
  backend: ({ path: address }) => {
    if (address === '/hanko/login') return json(PREFLIGHT);
    if (address.startsWith('/hanko/login?action=register_client')) return json(INIT);
    if (address === '/hanko/sessions/validate') return json({ is_valid: false });
    return undefined;
  },
};

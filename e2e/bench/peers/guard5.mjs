// Guard 5, as its documentation embeds it from a CDN. It speaks the protocol that our server speaks: the settings are our server's own answer,
// with an address for its icons. The icons are an empty picture.
import path from 'node:path';
import { APPS } from '../recorded.mjs';

const json = (value) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });

/** Settings that our server has no use for, and Guard cannot do without. */
const MORE = {
  tabMethodsFields: [],
  oidcConfig: { redirect_uris: [], grant_types: [], response_types: ['code'], client_id: APPS[0], scope: 'openid' },
};

export const guard5 = {
  name: 'guard5',
  title: 'Guard 5',
  package: '@authing/guard',
  folder: ['/guard5/', path.join(import.meta.dirname, '../node_modules/@authing/guard/dist/global')],
  page: ({ api }) => ({
    head: '<link rel="stylesheet" href="/guard5/guard.min.css">\n<script src="/guard5/guard.min.js"></script>',
    body: `<div id="guard"></div>
<script>
new GuardFactory.Guard({ appId: '${APPS[0]}', host: '${api}/guard5', lang: 'en-US', isSSO: false }).start('#guard');
</script>`,
  }),
  backend: ({ path: address }, site, record) => {
    const app = `/guard5/api/v2/applications/${APPS[0]}`;
    if (address.startsWith('/guard5/cdn/')) return { headers: { 'content-type': 'image/svg+xml' }, body: '<svg></svg>' };
    if (address === `${app}/public-config`) return json({ ...record.settings, data: { ...record.settings.data, ...MORE, cdnBase: `${site.api}/guard5/cdn` } });
    if (address === `${app}/components-public-config/guard`) return json(record.component);
    return undefined;
  },
};

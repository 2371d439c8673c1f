// A page on which some other script has polluted the prototype that all objects share.
Object.assign(Object.prototype, {
  apiBase: 'https://evil.example',
  host: 'https://evil.example',
  appId: 'evil',
  customCSS: '* { display: none }',
  redirectUri: 'https://evil.example',
  title: 'Polluted',
  texts: { 'signIn.submit': 'Polluted' },
  publicKey: 'polluted',
  disableRegister: true,
  lang: 'zh-CN',
});

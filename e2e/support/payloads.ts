// PX: texts that become something else wherever a text is taken for markup, for code, for a template or for an address.
// Each that runs sets `__xss`; see hardening section 2.5 and the advisories named there.

const MARKUP = [
  '<img src=x onerror=__xss=1>', '"><svg/onload=__xss=1>', "'><svg/onload=__xss=1>", '<img src=x onerror=__xss=1//>',
  '<p>abc<iframe//src=jAva&Tab;script:__xss=1>def</p>',
  '<div onclick=__xss=1><form onsubmit=__xss=1><input onfocus=__xss=1 name=parentNode autofocus>123</form></div>',
  'Test <a href="https://www.example.com">Fake link</a>', '<b>bold</b>', '<script>__xss=1</script>', '</script><script>__xss=1</script>',
  '</title><script>__xss=1</script>', '</textarea><script>__xss=1</script>', '</style><script>__xss=1</script>', '</template><script>__xss=1</script>',
  '</noscript><img src=x onerror=__xss=1>', '<math><mi xlink:href="javascript:__xss=1">x</mi></math>', '<svg><animate onbegin=__xss=1 attributeName=x>',
  '<svg><script>__xss=1</script></svg>', '<svg><a xlink:href="javascript:__xss=1"><text>x</text></a></svg>', '<style>@import "https://evil.example";</style>',
  '<link rel=stylesheet href=https://evil.example>', '<meta http-equiv=refresh content="0;url=https://evil.example">', '<base href=https://evil.example/>',
  '<iframe srcdoc="<script>parent.__xss=1</script>">', '<object data="javascript:__xss=1">', '<embed src="javascript:__xss=1">', '<video><source onerror=__xss=1>',
  '<details open ontoggle=__xss=1>', '<marquee onstart=__xss=1>', '<input autofocus onfocus=__xss=1>', '<body onload=__xss=1>', '<!--', '--><img src=x onerror=__xss=1>',
  '<![CDATA[<img src=x onerror=__xss=1>]]>', ']]>', '<?xml version="1.0"?>', '&lt;img src=x onerror=__xss=1&gt;', '&#60;img src=x onerror=__xss=1&#62;', '<guard-login app-id=x></guard-login>',
];

/** Mutation XSS: harmless as written, harmful when parsed, printed and parsed again. */
const MUTATING = [
  '<noscript><p title="</noscript><img src=x onerror=__xss=1>">', '<form><math><mtext></form><form><mglyph><style></math><img src onerror=__xss=1>',
  '<svg></p><style><a id="</style><img src=1 onerror=__xss=1>">', '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=__xss=1&gt;">',
  '<listing>&lt;img src=x onerror=__xss=1&gt;</listing>', '<a title="`><img src=x onerror=__xss=1>">',
];

const ADDRESSES = ['javascript:__xss=1', 'JaVaScRiPt:__xss=1', 'java\tscript:__xss=1', 'data:text/html,<script>__xss=1</script>', 'vbscript:msgbox(1)', '[link](javascript:__xss=1)'];

const TEMPLATES = [
  "{{constructor.constructor('__xss=1')()}}", '${__xss=1}', '#{__xss=1}', '<%= __xss=1 %>', '{0}', '{account}', '{n, plural, one {# try} other {# tries}}', '%s', '%n%n%n', '$1', '{', '}', '{{', '\\u003cimg src=x onerror=__xss=1\\u003e',
];

const CHARACTERS = ['nul\u0000byte', 'line\u2028separator', 'paragraph\u2029separator', '\u202eoverride\u202c', 'zero\u200bwidth', '\ufeffmark', 'lone\ud800surrogate', '\u0007bell', '=HYPERLINK("https://evil.example")', "'; DROP TABLE users; --"];

export const PX: readonly string[] = [...MARKUP, ...MUTATING, ...ADDRESSES, ...TEMPLATES, ...CHARACTERS];

/** Elements that the box never makes by itself, wherever it stands. */
export const FOREIGN = 'script, iframe, object, embed, link, meta, base, style, template, img, a, math, marquee, details, video, textarea, select, guard-login';

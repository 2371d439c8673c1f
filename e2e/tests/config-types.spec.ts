// C04: each key of `config` with a value of each wrong type. The keys are read from the code, so that a new one is not forgotten here.
import { document } from '../support/documents.ts';
import { App, expect, test } from '../support/test.ts';

const VALUES: Record<string, unknown> = { null: null, flag: true, number: 7, text: 'text', list: [7], object: { a: 7 } };
/** What each key takes; null counts as absent everywhere. */
const TAKES: Record<string, string> = {
  host: 'text', lang: 'text', defaultScenes: 'text', texts: 'object', title: 'text', logo: 'text', publicKey: 'text', disableRegister: 'flag',
  disableResetPwd: 'flag', passwordLoginMethods: 'list', registerMethods: 'list', defaultRegisterMethod: 'text',
  loginMethods: 'list', defaultLoginMethod: 'text', autoRegister: 'flag', submitCodeItself: 'flag', qrCodeScanOptions: 'object',
};

function known(): string[] {
  const body = (file: string, name: string) => {
    const text = document(`crates/protocol/src/settings/${file}.rs`);
    const found = text.slice(text.indexOf(`fn ${name}(`)).match(/^[\s\S]*?\n    \}\n/)?.[0];
    if (!text.includes(`fn ${name}(`) || found === undefined) throw new Error(`${file}.rs has no ${name} any more: mend this list`);
    return found;
  };
  const overlay = body('mod', 'overlay') + body('ways', 'narrow');
  const options = document('src/embed/options.rs').split('#[cfg(test)]')[0] ?? '';
  const keys = [...overlay.matchAll(/"(\w+)"/g), ...(options + body('scan', 'read')).matchAll(/(?:from\.\w+|get)\("(\w+)"/g)].map((it) => it[1] ?? '');
  return [...new Set(keys)].filter((it) => !['config', 'appId', 'view', 'languages'].includes(it)).sort();
}

test('C04 the keys that are tried are the keys that are read, and those that are documented', () => {
  expect(Object.keys(TAKES).sort()).toEqual(known());
  const documented = document('docs/embedding.md').match(/has closed:\n([\s\S]*?)\nA setting of a wrong type/)?.[1] ?? '';
  // What a key takes stands behind it, or in brackets.
  const keys = [...documented.replace(/\([^)]*\)/g, '').matchAll(/`(\w+)(?:: \w+| \{[^}]*\})?`/g)].map((it) => it[1] ?? '');
  expect(keys.sort()).toEqual(known());
});

for (const key of Object.keys(TAKES)) {
  test(`C04 config.${key} of a wrong type costs that key, with a warning, and not the box`, async ({ open, quiet }) => {
    const app = await App.create();
    const box = await open(app);
    await box.shows('signIn.title', { app: app.name });
    // What an attribute says, config is not asked for; and a default way is looked at only where there are ways.
    await box.element.evaluate((it) => it.removeAttribute('host'));
    for (const [type, value] of Object.entries(VALUES)) {
      const before = quiet.warnings().length;
      const outcome = await box.element.evaluate(
        (it: HTMLElement & { config: unknown }, config) =>
          new Promise<string>((resolve) => {
            it.addEventListener('load', () => resolve('loaded'), { once: true });
            it.addEventListener('load-error', () => resolve('refused'), { once: true });
            it.config = config;
          }),
        // The number keeps two configs from being the same, which would not be loaded again.
        { [key]: value, [`not-a-key-${type}`]: 1, ...(key === 'defaultRegisterMethod' && { registerMethods: ['email'] }) },
      );
      // A key that is no key, and a host that is no address: no box can be made of those.
      const impossible = (key === 'publicKey' && type === 'text') || (key === 'host' && type !== 'null');
      expect(outcome, type).toBe(impossible ? 'refused' : 'loaded');
      if (impossible) expect(quiet.details('load-error').at(-1), type).toMatchObject({ code: 'CONFIG_INVALID', data: { path: key } });
      if (type === TAKES[key] || type === 'null') continue;
      expect(quiet.warnings().slice(before).join('\n'), type).toContain(`config.${key}`);
    }
  });
}

// Which passwords an app takes: levels 0 to 5, said by the box and decided by the server.
import { App, expect, test, Words } from '../support/test.ts';
import { unique } from '../support/api.ts';

const CUSTOM = { enabled: true, regex: '^[a-z]{4}-[0-9]{4}$', message: 'abcd-1234', enMessage: 'Four letters, a dash, four digits', zhMessage: '四个字母、短横线、四个数字' };

interface Level {
  name: string;
  settings: Record<string, unknown>;
  /** Refused passwords, each with the text that says why. */
  wrong: [password: string, key: string, values?: Record<string, number>][];
  right: string;
  hint?: [key: string, values?: Record<string, number>];
}

const LEVELS: Level[] = [
  { name: 'no level', settings: {}, wrong: [['seven77', 'rule.tooShort', { count: 8 }]], right: 'wooden river lamp', hint: ['password.least', { count: 8 }] },
  { name: '0', settings: { passwordStrength: 0 }, wrong: [['', 'rule.required.password']], right: 'x' },
  { name: '1', settings: { passwordStrength: 1 }, wrong: [['12345', 'rule.tooShort', { count: 6 }]], right: '123456', hint: ['password.least', { count: 6 }] },
  { name: '2', settings: { passwordStrength: 2 }, wrong: [['123456', 'rule.kinds', { count: 2 }], ['ab12', 'rule.tooShort', { count: 6 }]], right: 'abc123', hint: ['password.kinds', { count: 6, kinds: 2 }] },
  { name: '3', settings: { passwordStrength: 3 }, wrong: [['abc123', 'rule.kinds', { count: 3 }]], right: 'abc12!', hint: ['password.kinds', { count: 6, kinds: 3 }] },
  { name: '5', settings: { passwordStrength: 5, passwordMinLength: 10 }, wrong: [['ninechars', 'rule.tooShort', { count: 10 }]], right: 'wooden river lamp', hint: ['password.least', { count: 10 }] },
];

for (const level of LEVELS) {
  test(`${level.name}: a password below it is refused at the field, and one that is right opens the account`, { tag: ['@RS-8'] }, async ({ open }) => {
    const app = await App.create({ registerTabs: { list: ['username'], default: 'username' }, ...level.settings });
    const box = await open(app);
    await box.openRegister();
    await expect(box.password).toHaveAccessibleDescription(level.hint ? box.say(...level.hint) : '');
    const name = `grace-${unique()}`;
    for (const [password, key, values] of level.wrong) {
      await box.register('field.username', name, password);
      await box.complains(box.password, key, values);
    }
    await box.register('field.username', name, level.right);
    await box.signedIn();
    expect(await app.signsIn(name, level.right)).toBe(true);
  });
}

for (const [lang, message] of [['en-US', CUSTOM.enMessage], ['zh-CN', CUSTOM.zhMessage]] as const) {
  test(`4: the app’s own expression is checked by the server and said in the app’s own words (${lang})`, { tag: ['@RS-8'] }, async ({ open }) => {
    const app = await App.create({ registerTabs: { list: ['username'], default: 'username' }, passwordStrength: 4, customPasswordStrength: CUSTOM });
    const box = await open(app, { attributes: { lang }, words: new Words(lang) });
    await box.openRegister();
    await expect(box.password).toHaveAccessibleDescription(message);
    await expect(box.password).not.toHaveAttribute('aria-invalid', 'true');
    const name = `grace-${unique()}`;
    await box.register('field.username', name, 'wooden river lamp');
    await expect(box.password).toHaveAttribute('aria-invalid', 'true');
    await expect(box.password).toHaveAccessibleDescription(message);
    await box.register('field.username', name, 'lamp-2048');
    await box.signedIn();
  });
}

test('what only the server knows is refused at the field: too common, and made of one’s own name', { tag: ['@RS-8', '@failure'] }, async ({ open, quiet }) => {
  const app = await App.create({ name: 'Walnut', registerTabs: { list: ['username'], default: 'username' } });
  const box = await open(app);
  await box.openRegister();
  await box.register('field.username', 'katherine', 'iloveyou1');
  await box.complains(box.password, 'rule.tooCommon');
  await expect(box.password).toBeFocused();
  expect(quiet.details('register-error')[0]).toMatchObject({ code: 'INVALID', data: { field: 'password' } });
  for (const own of ['katherine1', 'Walnut2026']) {
    await box.register('field.username', 'katherine', own);
    await box.complains(box.password, 'rule.guessable');
  }
  await expect(box.field('field.username')).toHaveValue('katherine');
});

test('the server checks by itself: a box that was told of no policy cannot go below it', { tag: ['@RS-8', '@failure'] }, async ({ open }) => {
  const app = await App.create({ registerTabs: { list: ['username'], default: 'username' }, passwordStrength: 0 });
  const box = await open(app);
  await box.openRegister();
  // The page was loaded under level 0; the app has moved on since.
  await app.set({ passwordStrength: 3 });
  const name = `grace-${unique()}`;
  await box.register('field.username', name, 'x');
  await box.complains(box.password, 'rule.tooShort', { count: 6 });
  await box.register('field.username', name, 'abc123');
  await box.complains(box.password, 'rule.kinds', { count: 3 });
  expect(await app.signsIn(name, 'abc123')).toBe(false);
});

test('a reset asks for as much as registering does', { tag: ['@RS-8', '@RS-1', '@failure'] }, async ({ open }) => {
  const app = await App.create();
  const ada = await app.person();
  const box = await open(app);
  await box.askForCode(ada.email);
  await box.enterCode(await app.code(ada.email));
  for (const [password, key, values] of [['short', 'rule.tooShort', { count: 8 }], ['iloveyou1', 'rule.tooCommon', {}], [`${ada.username}1`, 'rule.guessable', {}]] as const) {
    await box.typePassword(box.newPassword, password);
    await box.button('newPassword.submit').click();
    await box.complains(box.newPassword, key, values);
  }
  await box.typePassword(box.newPassword, 'another wooden lamp');
  await box.button('newPassword.submit').click();
  await box.shows('passwordChanged.title');
});

test('the meter grows with the password and is named by a word', { tag: ['@RS-8'] }, async ({ open }) => {
  const box = await open(await App.create());
  await box.openRegister();
  const meter = box.element.getByRole('meter', { name: box.say('strength.label') });
  for (const [password, level, key] of [
    ['aaaaaaaaaaaaaaaa', 1, 'strength.weak'],
    ['tr0ub4dor', 2, 'strength.fair'],
    ['wooden river lamp', 4, 'strength.strong'],
  ] as const) {
    await box.password.fill(password);
    await expect(meter).toHaveAttribute('aria-valuenow', String(level));
    await expect(meter).toHaveAttribute('aria-valuetext', box.say(key));
    await expect(box.element.getByText(box.say(key))).toBeVisible();
  }
  await box.password.fill('');
  await expect(meter).toHaveAttribute('aria-valuenow', '0');
});

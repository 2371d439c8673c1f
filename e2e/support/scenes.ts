// The states of screens that are worth a picture beside the screen itself: wrong, refused, waiting, busy, chosen, strong.
import { expect } from '@playwright/test';
import { answer } from './faults.ts';
import { reach, steps, type Stage } from './screens.ts';
import type { Box } from './box.ts';
import { App, PASSWORD } from './api.ts';
import { CODE_STATES } from './scenes-codes.ts';

type Scene = (stage: Stage) => Promise<Box>;

const LOGIN = /login\/account/;

const strength = (password: string): Scene => async (stage) => {
  const box = await reach('register-email', stage);
  await box.field('field.email').fill('grace@example.com');
  await box.password.fill(password);
  return box;
};

const refused = (body: unknown): Scene => async (stage) => {
  const box = await reach('sign-in', stage);
  stage.fault.next(LOGIN, answer(body));
  await box.signIn('ada@example.com', PASSWORD);
  await expect(box.notice).not.toBeEmpty();
  return box;
};

const STATES: Record<string, Scene> = {
  'sign-in-focus': async (stage) => {
    const box = await reach('sign-in', stage);
    await box.account.focus();
    return box;
  },
  'sign-in-required': async (stage) => {
    const box = await reach('sign-in', stage);
    await box.submit.click();
    await expect(box.account).toHaveAttribute('aria-invalid', 'true');
    return box;
  },
  'sign-in-wrong': refused({ code: 2333, data: { remainCount: 2 } }),
  'sign-in-wait': refused({ code: 2057, data: { retryAfter: 57 } }),
  'sign-in-held': refused({ code: 2057, data: { retryAfter: 36_000 } }),
  'sign-in-message': refused({ code: 9999, message: 'The people who run this app have closed it for the weekend. It opens again on Monday at eight.' }),
  'sign-in-busy': async (stage) => {
    const box = await reach('sign-in', stage);
    stage.fault.next(LOGIN, () => {});
    await box.signIn('ada@example.com', PASSWORD);
    await expect(box.submit).toHaveAttribute('aria-busy', 'true');
    await box.page.waitForTimeout(600);
    return box;
  },
  'sign-in-shown-caps': async (stage) => {
    const box = await reach('sign-in', stage);
    await box.account.fill('ada@example.com');
    await box.password.fill('Half A Password');
    await box.button('password.show').click();
    await box.password.evaluate((input) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'A', modifierCapsLock: true, bubbles: true })));
    return box;
  },
  'sign-in-alone': async (stage) => {
    const app = await App.create({ registerDisabled: true, ssoPageComponentDisplay: { forgetPasswordBtn: false, registerBtn: false }, passwordTabConfig: { validLoginMethods: ['username-password'] } });
    const box = await stage.open(app, stage.more);
    await box.shows('signIn.title', { app: app.name });
    return box;
  },
  'register-taken': async (stage) => {
    const box = await reach('register-email', stage);
    stage.fault.next(/register-email/, answer({ code: 2026, data: { field: 'email' } }));
    await box.register('field.email', 'ada@example.com', PASSWORD);
    await expect(box.field('field.email')).toHaveAttribute('aria-invalid', 'true');
    return box;
  },
  'register-one-way': async (stage) => {
    const app = await App.create({ registerTabs: { list: ['username'], default: 'username' } });
    const box = await stage.open(app, stage.more);
    await box.openRegister();
    return box;
  },
  'register-strength-1': strength('aaaaaaaa'),
  'register-strength-2': strength('tr0ub4dor'),
  'register-strength-3': strength('tr0ub4dor-x9'),
  'register-strength-4': strength('wooden river lamp'),
  'register-kinds': async (stage) => {
    const box = await reach('register-email', { ...stage, settings: { passwordStrength: 3 } });
    await box.register('field.email', 'grace@example.com', 'abc123');
    await expect(box.password).toHaveAttribute('aria-invalid', 'true');
    return box;
  },
  'registered-ready': async (stage) => {
    const app = await App.create({ tellsWhetherTaken: true, unverifiedMaySignIn: false });
    const box = await stage.open(app, stage.more);
    await box.openRegister();
    await box.register('field.email', `grace-${app.id}@example.com`, PASSWORD);
    await box.shows('registered.title');
    return box;
  },
  'reset-code-wrong': async (stage) => {
    const box = await reach('reset-code', stage);
    await box.enterCode('000000');
    await expect(box.field('field.code')).toHaveAttribute('aria-invalid', 'true');
    return box;
  },
  'broken-setting': async (stage) => {
    const more = { ...stage.more, attributes: { ...stage.more?.attributes, config: '{"appId":' } };
    const box = await stage.open('app', more);
    await box.shows('broken.title');
    return box;
  },
  'broken-origin': async (stage) => {
    const app = await App.create({ allowedOrigins: ['https://shop.example'] });
    const box = await stage.open(app, stage.more);
    await box.shows('broken.title');
    return box;
  },
  'broken-unreachable': async (stage) => {
    stage.fault.always(/public-config/, answer('', { status: 503 }));
    const app = await App.create();
    const box = await stage.open(app, { host: stage.fault.origin, ...stage.more });
    await box.shows('broken.title');
    return box;
  },
};

/** Every screen by its name in the code, then the states. */
export const scenes = (): [name: string, scene: Scene][] => [
  ...steps().map((step): [string, Scene] => [step, (stage) => reach(step, stage)]),
  ...Object.entries({ ...STATES, ...CODE_STATES }),
];

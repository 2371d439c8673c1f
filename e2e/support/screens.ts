// Every screen of the box, by the names that the code gives them, and how a person gets to each through the real flow.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { App, type Settings } from './api.ts';
import type { Box } from './box.ts';
import type { Fault } from './fault.ts';
import { held } from './faults.ts';
import { PASSWORD, unique } from './api.ts';
import type { Setting } from './test.ts';

/** What a driver works with. `open` is the fixture of that name; `more` goes with every page that it opens. */
export interface Stage {
  open: (app: App | string, setting?: Setting) => Promise<Box>;
  fault: Fault;
  more?: Setting;
  settings?: Settings;
}

export type Driver = (stage: Stage) => Promise<Box>;

/** The names of `Step`, as crates/flow/src/screen.rs has them. */
export function steps(): string[] {
  const source = readFileSync(path.resolve(import.meta.dirname, '../../crates/flow/src/screen.rs'), 'utf8');
  const body = source.slice(source.indexOf('pub fn as_str(self)'), source.indexOf('impl Screen'));
  const named = [...body.matchAll(/Step::(\w+) => "([\w-]+)"/g)];
  const declared = source.match(/pub enum Step \{([^}]*)\}/)?.[1]?.match(/^\s+\w+,$/gm) ?? [];
  if (named.length === 0 || named.length !== declared.length) throw new Error('crates/flow/src/screen.rs reads differently now: mend support/screens.ts');
  return named.map((it) => it[2] ?? '');
}

export async function begun(stage: Stage, settings: Settings = {}): Promise<[App, Box]> {
  const app = await App.create({ ...settings, ...stage.settings });
  return [app, await stage.open(app, { host: stage.fault.origin, ...stage.more })];
}

async function askedForCode(stage: Stage): Promise<[App, string, Box]> {
  const [app, box] = await begun(stage);
  const ada = await app.person();
  await box.askForCode(ada.email);
  return [app, ada.email, box];
}

/** Settings under which codes are sent, to numbers and mailboxes. */
export const CODES: Settings = {
  loginTabs: { list: ['password', 'phone-code'], default: 'password' },
  verifyCodeTabConfig: { validLoginMethods: ['phone-code', 'email-code'] },
  registerTabs: { list: ['email', 'emailCode', 'phone', 'username'], default: 'email' },
};
/** The same where signing in opens accounts. */
export const MERGED: Settings = { ...CODES, ssoPageComponentDisplay: { forgetPasswordBtn: true, registerBtn: true, autoRegisterThenLoginHintInfo: true } };
export const SCAN: Settings = { qrcodeTabsSettings: { 'app-qrcode': [] }, qrcode: { exchangeInBrowser: true } };

/** The `config` of a page that wants the code and nothing else. */
export const ALONE = JSON.stringify({ loginMethods: ['app-qrcode'], defaultLoginMethod: 'app-qrcode', qrCodeScanOptions: { alone: true } });

/** A number that nobody else in the tests has. */
export const number = (): string => `139${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;

async function registering(stage: Stage, tab: string): Promise<Box> {
  const [, box] = await begun(stage, CODES);
  await box.openRegister();
  await box.tab(tab).click();
  return box;
}

export const DRIVERS: Record<string, Driver> = {
  loading: async (stage) => {
    stage.fault.always(/public-config/, held().step);
    // A view that the element does not draw by itself.
    const more = { ...stage.more, attributes: { ...stage.more?.attributes, view: 'register' } };
    const [, box] = await begun({ ...stage, more });
    await expect(box.element.getByRole('status', { name: box.say('box.loading') })).toBeVisible();
    return box;
  },
  broken: async (stage) => {
    const box = await stage.open(`no-${unique()}`, { host: stage.fault.origin, ...stage.more });
    await box.shows('broken.title');
    return box;
  },
  'sign-in': async (stage) => {
    const [app, box] = await begun(stage);
    await box.shows('signIn.title', { app: app.name });
    return box;
  },
  'sign-in-code': async (stage) => {
    const [, box] = await begun(stage, MERGED);
    await box.tab('signIn.way.code').click();
    await expect(box.field('field.email.or.phone')).toBeVisible();
    return box;
  },
  scan: async (stage) => {
    const [, box] = await begun(stage, SCAN);
    await box.button('scan.open').click();
    await box.shows('scan.title');
    await expect(box.element.getByRole('img', { name: box.say('scan.code') })).toBeVisible();
    return box;
  },
  'register-email-code': async (stage) => {
    const box = await registering(stage, 'register.way.emailCode');
    await expect(box.field('field.email')).toBeVisible();
    return box;
  },
  'register-phone': async (stage) => {
    const box = await registering(stage, 'register.way.phone');
    await expect(box.phone).toBeVisible();
    return box;
  },
  'enter-code': async (stage) => {
    const box = await (DRIVERS['sign-in-code'] as Driver)(stage);
    await box.sendCode('field.email.or.phone', `ada-${unique()}@example.com`);
    return box;
  },
  'register-code': async (stage) => {
    const box = await (DRIVERS['register-phone'] as Driver)(stage);
    await box.sendCode('field.phone', number(), 'register.sendCode');
    return box;
  },
  unverified: async (stage) => {
    const [app, box] = await begun(stage, { unverifiedMaySignIn: false });
    const ada = await app.person({ emailVerified: false });
    await box.signIn(ada.email, ada.password);
    await box.shows('unverified.title');
    return box;
  },
  'register-email': async (stage) => {
    const [, box] = await begun(stage);
    await box.openRegister();
    return box;
  },
  'register-username': async (stage) => {
    const [, box] = await begun(stage);
    await box.openRegister();
    await box.tab('register.way.username').click();
    await expect(box.field('field.username')).toBeVisible();
    return box;
  },
  registered: async (stage) => {
    const [, box] = await begun(stage);
    await box.openRegister();
    await box.register('field.email', `grace-${unique()}@example.com`, PASSWORD);
    await box.shows('registered.mail.title');
    return box;
  },
  'forgot-password': async (stage) => {
    const [, box] = await begun(stage);
    await box.openForgot();
    return box;
  },
  'reset-code': async (stage) => (await askedForCode(stage))[2],
  'new-password': async (stage) => {
    const [app, email, box] = await askedForCode(stage);
    await box.enterCode(await app.code(email));
    await box.shows('newPassword.title');
    return box;
  },
  'password-changed': async (stage) => {
    const box = await (DRIVERS['new-password'] as Driver)(stage);
    await box.typePassword(box.newPassword, 'another wooden lamp');
    await box.button('newPassword.submit').click();
    await box.shows('passwordChanged.title');
    return box;
  },
  'signed-in-elsewhere': async (stage) => {
    const [, box] = await begun(stage);
    await box.element.evaluate((it) => (it as HTMLElement & { changeView(name: string): Promise<void> }).changeView('signed-in-elsewhere'));
    await box.shows('elsewhere.title');
    return box;
  },
  'signed-in': async (stage) => {
    const [app, box] = await begun(stage);
    const ada = await app.person();
    await box.signIn(ada.email, ada.password);
    await box.signedIn();
    return box;
  },
};

/** Gets to a screen, and makes sure that it is the one that the box says it is. */
export async function reach(step: string, stage: Stage): Promise<Box> {
  const driver = DRIVERS[step];
  if (!driver) throw new Error(`the screen ${step} has no driver in support/screens.ts`);
  const box = await driver(stage);
  const view = await box.element.evaluate((it) => (it as HTMLElement & { getCurrentView(): Promise<string> }).getCurrentView());
  expect(view).toBe(step);
  return box;
}

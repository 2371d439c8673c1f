// The states of codes, numbers, agreements, pictures for people and codes to scan that are worth a picture.
import { expect } from '@playwright/test';
import { answer, held } from './faults.ts';
import { begun, CODES, MERGED, reach, SCAN, type Driver, type Stage } from './screens.ts';
import { PASSWORD, unique, type Settings } from './api.ts';
import type { Box } from './box.ts';

const ABROAD: Settings = { ...CODES, loginTabs: { list: ['phone-code', 'password'], default: 'phone-code' }, internationalSmsConfig: { enabled: true, defaultISOType: 'GB' } };
const WORLD: Settings = { internationalSmsConfig: { enabled: true, defaultISOType: 'CN' }, passwordTabConfig: { validLoginMethods: ['phone-password', 'email-password'] } };
const words = (lang: string, id: number, terms: string, news: string) => [
  { id, title: terms, lang, required: true, availableAt: 2, order: 0 },
  { id: id + 1, title: news, lang, required: false, availableAt: 2, order: 1 },
];
const link = (text: string) => `<a href="https://example.com/${encodeURIComponent(text)}">${text}</a>`;
const AGREEMENTS: Settings = {
  agreements: [
    ...words('en-US', 1, `I agree to the ${link('Terms of Service')} and the ${link('Privacy Policy')}`, 'Send me news of the product, twice a year at most'),
    ...words('zh-CN', 3, `我已阅读并同意${link('《服务协议》')}和${link('《隐私政策》')}`, '接收产品动态，每年最多两次'),
  ],
};
const CHECK = /qrcode\/check/;

/** A code on the screen of which the backend says this when it is asked about. */
const scanned = (data: Record<string, unknown>, settings: Settings = SCAN): Driver => async (stage) => {
  stage.fault.always(CHECK, answer({ code: 200, data: { status: 1, ticket: null, ...data } }));
  return reach('scan', { ...stage, settings });
};
const says = async (box: Box, key: string): Promise<Box> => {
  await expect(box.element.getByText(box.say(key)).first()).toBeVisible();
  return box;
};

async function number(stage: Stage, typed = ''): Promise<Box> {
  const [, box] = await begun(stage, ABROAD);
  await expect(box.phone).toBeVisible();
  await box.phone.fill(typed);
  return box;
}

const picker = (typed: string): Driver => async (stage) => {
  const box = await number(stage);
  await box.country.click();
  await box.element.getByRole('combobox').fill(typed);
  return box;
};

const captcha = async (stage: Stage): Promise<Box> => {
  const [app, box] = await begun(stage, { appRobotVerify: 'always_enable' });
  const ada = await app.person();
  await box.signIn(ada.email, ada.password);
  await expect(box.element.getByRole('dialog').getByRole('textbox')).toBeFocused();
  return box;
};

/** With its picture, which comes after the dialog: a canvas that nothing is drawn on is 300 pixels wide. */
const pictured = async (box: Box): Promise<Box> => {
  await expect(box.element.getByRole('dialog').getByRole('img')).not.toHaveJSProperty('width', 300);
  return box;
};

const entered = (code: string): Driver => async (stage) => {
  const box = await reach('enter-code', stage);
  await box.code.fill(code);
  return box;
};

const face = { nickname: 'Ada Lovelace', photo: null };

export const CODE_STATES: Record<string, Driver> = {
  'sign-in-corner': (stage) => reach('sign-in', { ...stage, settings: { ...CODES, ...SCAN } }),
  'sign-in-merged-agreements': (stage) => reach('sign-in-code', { ...stage, settings: AGREEMENTS }),
  'sign-in-phone': (stage) => number(stage, '7400 123456'),
  'sign-in-phone-here': async (stage) => {
    const [, box] = await begun(stage, { ...MERGED, loginTabs: { list: ['phone-code'], default: 'phone-code' }, verifyCodeTabConfig: { validLoginMethods: ['phone-code'] } });
    await expect(box.phone).toBeVisible();
    return box;
  },
  'sign-in-phone-wrong': async (stage) => {
    const box = await number(stage, '10');
    await box.submit.click();
    await expect(box.phone).toHaveAttribute('aria-invalid', 'true');
    return box;
  },
  'sign-in-password-phone': async (stage) => {
    const [, box] = await begun(stage, { ...WORLD, loginTabs: { list: ['password'], default: 'password' } });
    await box.field('field.email.or.phone').fill('+44 7400 123456');
    await expect(box.country).toHaveText('+44');
    return box;
  },
  'sign-in-password-countries': async (stage) => {
    const [, box] = await begun(stage, { ...WORLD, passwordTabConfig: { validLoginMethods: ['phone-password'] } });
    await box.country.click();
    await box.element.getByRole('combobox').fill('+4');
    return box;
  },
  'phone-countries': picker(''),
  'phone-countries-found': picker('+4'),
  'phone-countries-none': picker('zzz'),
  'register-agreements': (stage) => reach('register-email', { ...stage, settings: { ...CODES, ...AGREEMENTS } }),
  'register-agreements-missing': async (stage) => {
    const box = await reach('register-email', { ...stage, settings: AGREEMENTS });
    await box.element.getByRole('checkbox').last().check();
    await box.register('field.email', 'grace@example.com', PASSWORD);
    return says(box, 'agreements.required');
  },
  'forgot-password-both': async (stage) => {
    const [, box] = await begun(stage, CODES);
    await box.openForgot();
    return box;
  },
  'enter-code-begun': entered('482'),
  'enter-code-busy': async (stage) => {
    stage.fault.always(/login\/email-code/, held().step);
    const box = await entered('482913')(stage);
    await box.page.waitForTimeout(600);
    return box;
  },
  'enter-code-wrong': async (stage) => {
    const box = await entered('000000')(stage);
    await expect(box.code).toHaveAttribute('aria-invalid', 'true');
    return box;
  },
  'enter-code-link': async (stage) => {
    const box = await reach('sign-in-code', { ...stage, settings: { emailLinkEnabled: true } });
    await box.sendCode('field.email.or.phone', `ada-${unique()}@example.com`);
    return says(box, 'code.link.text');
  },
  'register-code-password': async (stage) => {
    const box = await reach('register-code', stage);
    await box.button('code.addPassword').click();
    await expect(box.password).toBeFocused();
    return box;
  },
  'unverified-sent': async (stage) => {
    const box = await reach('unverified', stage);
    await box.button('unverified.send').click();
    return says(box, 'unverified.sent');
  },
  captcha: async (stage) => pictured(await captcha(stage)),
  'captcha-again': async (stage) => {
    const box = await captcha(stage);
    await box.element.getByRole('dialog').getByRole('textbox').fill('zzzzz');
    await box.page.keyboard.press('Enter');
    return pictured(await says(box, 'captcha.again'));
  },
  'captcha-missing': async (stage) => {
    stage.fault.always(/security\/captcha\?/, answer('', { status: 503 }));
    return says(await captcha(stage), 'captcha.missing');
  },
  'scan-loading': async (stage) => {
    stage.fault.always(/qrcode\/gene/, held().step);
    const [, box] = await begun(stage, SCAN);
    await box.button('scan.open').click();
    await expect(box.element.getByRole('status', { name: box.say('scan.loading') })).toBeVisible();
    return box;
  },
  'scan-ways': (stage) => reach('scan', { ...stage, settings: { ...SCAN, qrcodeTabsSettings: { 'app-qrcode': [], 'wechat-miniprogram-qrcode': [{ id: 'one' }], 'wechatmp-qrcode': [{ id: 'two' }] } } }),
  'scan-mini': async (stage) => {
    const box = await reach('scan', { ...stage, more: { ...stage.more, policy: [`img-src data: ${process.env.GUARD_E2E_SERVER}`] }, settings: { ...SCAN, qrcodeTabsSettings: { 'wechat-miniprogram-qrcode': [{ id: 'one' }] } } });
    return says(box, 'scan.text.mini');
  },
  'scan-scanned': async (stage) => says(await scanned({ userInfo: face })(stage), 'scan.scanned'),
  'scan-scanned-number': async (stage) =>
    says(await scanned({ userInfo: { nickname: null, photo: null } }, { ...SCAN, qrcode: { ...(SCAN.qrcode as object), matchNumber: true } })(stage), 'scan.scanned'),
  'scan-cancelled': async (stage) => says(await scanned({ status: 3 })(stage), 'scan.cancelled'),
  'scan-expired': async (stage) => {
    stage.fault.next(CHECK, answer({ code: 200, data: { status: 1, ticket: null, userInfo: face } }));
    return says(await scanned({ status: -1 })(stage), 'scan.expired');
  },
  'scan-failed': async (stage) => says(await scanned({ status: '2' })(stage), 'scan.failed'),
  'scan-further': async (stage) => says(await scanned({ status: 4, scannedResult: { code: 2026, message: '' } })(stage), 'scan.further'),
};

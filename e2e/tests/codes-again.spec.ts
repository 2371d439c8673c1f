// A code that was wrong: another is typed in its place, be it the same code or one that was sent anew.
import { App, expect, test, type Fixtures } from '../support/test.ts';
import { answer } from '../support/faults.ts';
import type { Box } from '../support/box.ts';
import type { Fault } from '../support/fault.ts';
import { CODES } from '../support/screens.ts';

const CHECK = /login\/email-code/;
const tried = (fault: Fault) => fault.to(CHECK).map((it) => (JSON.parse(it.body) as { code: string }).code);

/** A code has been typed and was wrong; another may be asked for in a second. */
async function refused(open: Fixtures['open'], fault: Fault): Promise<{ app: App; email: string; box: Box }> {
  const app = await App.create({ ...CODES, loginTabs: { list: ['phone-code', 'password'], default: 'phone-code' } });
  const { email } = await app.person();
  fault.next(/email\/send/, answer({ code: 200, data: { resendIn: 1 } }));
  fault.next(CHECK, answer({ code: 2001, data: { remainCount: 2 } }));
  const box = await open(app, { host: fault.origin });
  await box.sendCode('field.email.or.phone', email);
  await box.code.pressSequentially('123456');
  await box.complains(box.code, 'fault.wrongCode.left', { count: 2 });
  return { app, email, box };
}

test('a new code finds the boxes empty and the cursor in them', { tag: ['@CD-3', '@CD-4'] }, async ({ open, fault, page }) => {
  const { app, email, box } = await refused(open, fault);
  await box.button('code.resend').click();
  await expect(box.code).toHaveValue('');
  await expect(box.code).toBeFocused();
  await page.keyboard.type(await app.code(email));
  await box.signedIn();
});

test('a click into boxes that are full lets another code be typed over the wrong one', { tag: ['@CD-4', '@failure'] }, async ({ open, fault, page }) => {
  const { box } = await refused(open, fault);
  fault.next(CHECK, answer({ code: 2001, data: { remainCount: 1 } }));
  await box.code.click();
  await page.keyboard.type('654321');
  await box.complains(box.code, 'fault.wrongCode.left.one');
  expect(tried(fault)).toEqual(['123456', '654321']);
});

test('the same digits are taken again where they are a new code', { tag: ['@CD-4'] }, async ({ open, fault }) => {
  const { box } = await refused(open, fault);
  fault.next(/email\/send/, answer({ code: 200, data: { resendIn: 60 } }));
  await box.button('code.resend').click();
  await expect(box.code).toHaveValue('');
  fault.next(CHECK, answer({ code: 2001, data: { remainCount: 2 } }));
  await box.code.fill('123456');
  await expect.poll(() => tried(fault)).toEqual(['123456', '123456']);
});

// A07 to A09, A12 and A13: small screens and great zoom, people who want no motion, and colours that the system chooses.
import { expect, test } from '../support/test.ts';
import { cutOff, moving, smallTargets } from '../support/look.ts';
import { reach, steps } from '../support/screens.ts';
import { answer } from '../support/faults.ts';

for (const step of steps()) {
  test(`A07, A08, A13 the screen ${step} loses nothing at 320 pixels, which is a zoom of 400 %, and holds still when asked to`, async ({ open, fault, page }) => {
    await page.setViewportSize({ width: 320, height: 256 });
    const box = await reach(step, { open, fault, settings: { name: 'A rather long name of an application' } });
    const whole = async (what: string) => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${what}: no scrolling sideways`).toBeLessThanOrEqual(320);
      expect(await cutOff(box.element), what).toEqual([]);
    };
    await whole('as it is');
    expect(await smallTargets(box.element, 24), 'targets of 24 pixels').toEqual([]);
    // A12: the spacing that some people need to read.
    await box.element.evaluate((it) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
      it.shadowRoot?.adoptedStyleSheets.push(sheet);
    });
    await whole('with wide spacing');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await moving(box.element), 'A08: no motion for those who ask for that').toEqual([]);
  });
}

test('A07 long words of people and apps break instead of pushing', async ({ open, fault, page }) => {
  await page.setViewportSize({ width: 320, height: 600 });
  const box = await reach('sign-in', { open, fault, settings: { name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk' } });
  expect(await cutOff(box.element)).toEqual([]);
  await box.openForgot();
  await box.field('field.email').fill(`${'x'.repeat(60)}@${'y'.repeat(60)}.example`);
  await box.button('forgot.submit').click();
  await box.shows('code.title');
  expect(await cutOff(box.element)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

test('A08 a busy form and a shown password do not move either', async ({ open, fault, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const box = await reach('register-email', { open, fault });
  fault.next(/register-email/, () => {});
  await box.register('field.email', 'grace@example.com', 'wooden river lamp');
  await expect(box.submit).toHaveAttribute('aria-busy', 'true');
  await page.waitForTimeout(400);
  expect(await moving(box.element)).toEqual([]);
});

test('A08 without that wish, motion is short', async ({ open, fault }) => {
  const box = await reach('sign-in', { open, fault });
  const transitions = await box.element.evaluate((it) =>
    [...(it.shadowRoot?.querySelectorAll('*') ?? [])].flatMap((node) => getComputedStyle(node).transitionDuration.split(', ').map((one) => Number.parseFloat(one) * 1000)),
  );
  expect(Math.max(...transitions)).toBeGreaterThan(0);
  expect(Math.max(...transitions)).toBeLessThanOrEqual(200);
});

test('A09 in forced colours every control has an edge, and the focus a ring', async ({ open, fault, page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const box = await reach('register-email', { open, fault });
  const edges = await box.element.evaluate((it) => {
    const draw = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const seen = (colour: string) => {
      draw.clearRect(0, 0, 1, 1);
      draw.fillStyle = colour;
      draw.fillRect(0, 0, 1, 1);
      return [...draw.getImageData(0, 0, 1, 1).data].join();
    };
    return [...(it.shadowRoot?.querySelectorAll('input, button[type=submit], [role=tab][aria-selected=true], section') ?? [])].map((node) => {
      const style = getComputedStyle(node);
      const behind = getComputedStyle(node.parentElement ?? it).backgroundColor;
      const bordered = style.borderTopStyle !== 'none' && Number.parseFloat(style.borderTopWidth) >= 1 && seen(style.borderTopColor) !== seen(behind);
      const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1;
      return [`${node.nodeName.toLowerCase()} ${node.getAttribute('part')}`, bordered || outlined];
    });
  });
  expect(edges.filter(([, has]) => !has).map(([name]) => name)).toEqual([]);
  for (const [name, target] of [['field', box.field('field.email')], ['button', box.submit], ['tab', box.tab('register.way.email')], ['eye', box.button('password.show')]] as const) {
    await target.focus();
    await page.keyboard.press('Shift');
    const ring = await target.evaluate((node) => {
      const style = getComputedStyle(node);
      return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
    });
    expect(ring, name).toBe(true);
  }
});

test('A09 in forced colours what is wrong, waiting or chosen is told by more than colour', async ({ open, fault, page }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  const box = await reach('sign-in', { open, fault });
  fault.next(/login\/account/, answer({ code: 2057, data: { retryAfter: 60 } }));
  await box.signIn('ada', 'not the password');
  await box.notices('fault.locked');
  await expect(box.notice).toBeVisible();
  const shades = await box.submit.evaluate((it) => [getComputedStyle(it).color, getComputedStyle(it).backgroundColor]);
  expect(shades[0]).not.toBe(shades[1]);
  const register = await reach('register-email', { open, fault });
  const look = (key: string) => register.tab(key).evaluate((it) => {
    const style = getComputedStyle(it);
    return [style.backgroundColor, style.color, style.borderTopStyle + style.borderTopWidth, style.outlineStyle, style.fontWeight, style.textDecorationLine].join();
  });
  expect(await look('register.way.email')).not.toBe(await look('register.way.username'));
});

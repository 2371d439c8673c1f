// Who has scanned, as a backend names and pictures them: a name is a short text, and a face is a picture of an https address or a letter.
import { App, expect, SERVER, test } from '../support/test.ts';
import { answer } from '../support/faults.ts';
import { FOREIGN } from '../support/payloads.ts';
import { shown } from '../support/scan.ts';
import { SCAN } from '../support/screens.ts';
import type { Box } from '../support/box.ts';

const scanned = (userInfo: unknown) => answer({ code: 200, data: { status: 1, ticket: null, userInfo } });

/** What stands in the place of a face, and whether anything of a name or a picture ran. */
const face = (box: Box) => box.element.evaluate((it, selector) => {
  const root = it.shadowRoot ?? it;
  const [ran, foreign] = [(window as unknown as { __xss?: unknown }).__xss, root.querySelectorAll(selector).length];
  const letters = [...root.querySelectorAll('span[aria-hidden="true"]')].map((letter) => letter.textContent).join('');
  return { ran, foreign, letters, pictures: [...root.querySelectorAll('img')].map((image) => image.src) };
}, FOREIGN);

/** A picture of one pixel. */
const DOT = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

const HOSTILE: [nickname: string, photo: unknown, name: string][] = [
  ['<img src=x onerror=__xss=1>', 'javascript:__xss=1', '<img src=x onerror=__xss=1>'],
  ['"><script>__xss=1</script>', 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="__xss=1"/>', '"><script>__xss=1</script>'],
  ['javascript:__xss=1', 'http://evil.example/face.png', 'javascript:__xss=1'],
  ['n'.repeat(10_000), '//evil.example/face.png', 'n'.repeat(60)],
  ['\u202eevil\u0000\nAda', ' https://evil.example/face.png', 'evil Ada'],
  ['{name}', { href: 'https://evil.example/face.png' }, '{name}'],
];

for (const [nickname, photo, name] of HOSTILE) {
  test(`R18 a person called ${JSON.stringify(name.slice(0, 30))} is a short text and a letter, whatever their picture`, { tag: ['@QR-2', '@failure'] }, async ({ open, fault }) => {
    fault.always(/qrcode\/check/, scanned({ nickname, photo }));
    const box = await shown(await App.create(SCAN), open, { host: fault.origin });
    await expect(box.element.locator('[dir=auto]')).toHaveText(box.say('scan.scanned.by', { name }));
    expect(await face(box)).toEqual({ ran: undefined, foreign: 0, letters: name.slice(0, 1).toUpperCase(), pictures: [] });
    const [width, room] = await box.element.evaluate((it) => [it.scrollWidth, it.clientWidth]);
    expect(width).toBeLessThanOrEqual(room!);
  });
}

for (const [name, comes] of [['Ada', true], ['Bea', false]] as const) {
  test(`R18 a picture that ${comes ? 'comes is the face' : 'does not come gives way to the letter'}`, { tag: comes ? ['@QR-2'] : ['@QR-2', '@failure'] }, async ({ open, fault }) => {
    const photo = `${SERVER}${comes ? '/guard/face.png' : '/guard/no-face.png'}`;
    fault.always(/qrcode\/check/, scanned({ nickname: name, photo }));
    const box = await open(await App.create(SCAN), { host: fault.origin, policy: [`img-src data: ${SERVER}`] });
    // No server of ours keeps pictures of people.
    await box.page.route('**/guard/face.png', (route) => route.fulfill({ contentType: 'image/png', body: DOT }));
    await box.button('scan.open').click();
    await expect(box.element.getByText(box.say('scan.scanned.by', { name }))).toBeVisible();
    await expect.poll(() => face(box)).toMatchObject({ letters: comes ? '' : 'B', pictures: comes ? [photo] : [] });
    if (comes) expect(await box.element.locator('img').evaluate((it: HTMLImageElement) => it.naturalWidth)).toBe(1);
  });
}

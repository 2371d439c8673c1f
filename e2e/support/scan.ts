// A code to be scanned, as it stands on the screen, and what an independent decoder reads there.
import { execFileSync } from 'node:child_process';
import { expect, type Locator } from '@playwright/test';
import type { App } from './api.ts';
import type { Box } from './box.ts';
import type { Fixtures, Setting } from './test.ts';

export interface Printed {
  scene: string;
  random: string;
  customData: Record<string, unknown>;
}

export const picture = (box: Box): Locator => box.element.getByRole('img', { name: box.say('scan.code') });

/** What a phone's camera reads. */
export async function read(box: Box): Promise<Printed> {
  await expect(picture(box)).toBeVisible();
  await picture(box).scrollIntoViewIfNeeded();
  const png = await box.page.screenshot();
  return JSON.parse(execFileSync('zbarimg', ['--nodbus', '--quiet', '--raw', '-'], { input: png }).toString()) as Printed;
}

/** Waits until the code on the screen is another than the one with `random`. The old picture may go while it is being read. */
export async function replaced(box: Box, random: string): Promise<void> {
  await expect(async () => expect((await read(box)).random).not.toBe(random)).toPass({ timeout: 15_000 });
}

export interface Measured {
  /** The white around the code, in modules of it: the least of the four sides. */
  quiet: number;
  /** Of the dark modules with the light ones. */
  contrast: number;
}

/** The code as it was drawn, pixel by pixel. */
export async function measured(box: Box): Promise<Measured> {
  const png = (await picture(box).screenshot()).toString('base64');
  return box.page.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (it) => it.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const { width, height } = bitmap;
    const draw = new OffscreenCanvas(width, height).getContext('2d')!;
    draw.drawImage(bitmap, 0, 0);
    const { data } = draw.getImageData(0, 0, width, height);
    const linear = (it: number) => (it <= 10.3 ? it / 3294.6 : ((it / 255 + 0.055) / 1.055) ** 2.4);
    const light = Array.from({ length: width * height }, (_, at) => 0.2126 * linear(data[at * 4]!) + 0.7152 * linear(data[at * 4 + 1]!) + 0.0722 * linear(data[at * 4 + 2]!));
    const middle = (light.reduce((a, b) => Math.max(a, b)) + light.reduce((a, b) => Math.min(a, b))) / 2;
    // The outermost pixels, and round corners, are of what stands around the picture.
    const inside = (at: number) => Math.min(at % width, width - 1 - (at % width), Math.floor(at / width), height - 1 - Math.floor(at / width)) > width * 0.016;
    const dark = light.flatMap((it, at) => (it < middle && inside(at) ? [at] : []));
    const [xs, ys] = [dark.map((at) => at % width), dark.map((at) => Math.floor(at / width))];
    const [left, right] = [xs.reduce((a, b) => Math.min(a, b)), xs.reduce((a, b) => Math.max(a, b))];
    const [top, bottom] = [ys[0]!, ys.at(-1)!];
    // The corner of a code begins with a line of seven modules.
    let corner = left;
    while (light[top * width + corner]! < middle) corner += 1;
    const module = (corner - left) / 7;
    const mean = (of: (it: number) => boolean) => {
      const all = light.filter(of);
      return all.reduce((a, b) => a + b, 0) / all.length;
    };
    const [ground, ink] = [mean((it) => it >= middle), mean((it) => it < middle)];
    return { quiet: Math.min(left, top, width - 1 - right, height - 1 - bottom) / module, contrast: (ground + 0.05) / (ink + 0.05) };
  }, png);
}

/** A box on the screen with the code. */
export async function shown(app: App, open: Fixtures['open'], more: Setting = {}): Promise<Box> {
  const box = await open(app, more);
  await box.button('scan.open').click();
  await box.shows('scan.title');
  await expect(picture(box)).toBeVisible();
  return box;
}

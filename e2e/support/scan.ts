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
  const png = await box.page.screenshot();
  return JSON.parse(execFileSync('zbarimg', ['--nodbus', '--quiet', '--raw', '-'], { input: png }).toString()) as Printed;
}

/** A box on the screen with the code. */
export async function shown(app: App, open: Fixtures['open'], more: Setting = {}): Promise<Box> {
  const box = await open(app, more);
  await box.button('scan.open').click();
  await box.shows('scan.title');
  await expect(picture(box)).toBeVisible();
  return box;
}

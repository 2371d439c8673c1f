// Measures every contender in rounds, and writes what was measured as JSON; `cargo xtask bench` starts it and makes a table of that.
// usage: node run.mjs OUT.json ROUNDS MOUNTS
import { chromium } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { entered } from './contenders.mjs';
import { keepsTyping, measured } from './load.mjs';
import { comeAndGo, hundred } from './mounts.mjs';
import { PROFILES } from './profiles.mjs';
import { recorded } from './recorded.mjs';
import { Site } from './site.mjs';

const [out, rounds, mounts] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];

const shuffled = (all) =>
  all.map((it) => [Math.random(), it]).sort((a, b) => a[0] - b[0]).map(([, it]) => it);

const launched = () =>
  chromium.launch({
    executablePath: process.env.GUARD_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // Whatever a peer would fetch from its own hosts, it does not get.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });

/** Once more where it failed, with a line saying so: one lost load is not worth a run of a quarter of an hour. */
async function insisted(measure) {
  try {
    return await measure();
  } catch (error) {
    console.log(`once more: ${error.message}`);
    return await measure();
  }
}

async function inRounds(browser, site, contenders) {
  const runs = contenders.filter((it) => it.leftOut === null).flatMap((it) => Object.keys(PROFILES).map((profile) => ({ it, profile })));
  // The first round warms the browser up. Its times are not kept: it asks whether what is measured can be typed into.
  console.log('typing as soon as there is a field, which is not timed');
  const typing = [];
  for (const { it, profile } of shuffled(runs)) typing.push({ contender: it.name, profile, kept: await insisted(() => keepsTyping(browser, site, it, profile)) });
  const loads = [];
  for (let round = 1; round <= rounds; round += 1) {
    console.log('round', round, 'of', rounds);
    for (const { it, profile } of shuffled(runs)) loads.push({ round, contender: it.name, profile, ...(await insisted(() => measured(browser, site, it, profile))) });
  }
  return { typing, loads };
}

const site = await Site.start();
const browser = await launched();
try {
  const contenders = entered(site, await recorded(site));
  for (const it of contenders.filter((it) => it.leftOut !== null)) console.log(`left out: ${it.title}: ${it.leftOut}`);
  const { typing, loads } = await inRounds(browser, site, contenders);
  console.log(`${mounts} boxes come and go, then a hundred on one page`);
  const run = {
    date: new Date().toISOString().slice(0, 10),
    browser: `Chromium ${browser.version()}`,
    rounds,
    contenders: contenders.map(({ name, title, version, leftOut }) => ({ name, title, version, leftOut })),
    typing,
    loads,
    comeAndGo: await comeAndGo(browser, site, mounts),
    hundred: await hundred(browser, site),
  };
  writeFileSync(out, `${JSON.stringify(run, null, 1)}\n`);
} finally {
  await browser.close();
  site.stop();
}

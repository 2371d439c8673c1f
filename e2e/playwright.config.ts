// How the browser tests run: one real server on the release build, host pages on another origin, Debian's Chromium and Firefox.
// `cargo xtask test` sets the GUARD_ variables; by hand, `npx playwright test --project=chromium` takes the defaults.
import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const reports = process.env.GUARD_REPORTS;
const serverPort = Number(process.env.GUARD_E2E_PORT ?? 8089);
const hostsPort = Number(process.env.GUARD_E2E_HOSTS_PORT ?? 8090);

// Tests read where the two origins are from here.
process.env.GUARD_E2E_SERVER ??= `http://127.0.0.1:${serverPort}`;
process.env.GUARD_E2E_HOSTS ??= `http://localhost:${hostsPort}`;

const servers: Exclude<PlaywrightTestConfig['webServer'], undefined> = [
  {
    name: 'guard-server',
    command: `node serve.mjs ${serverPort}`,
    url: `http://127.0.0.1:${serverPort}/healthz`,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
    timeout: 30_000,
    stdout: 'ignore',
    stderr: 'pipe',
  },
];
if (existsSync(path.join(import.meta.dirname, 'hosts/serve.mjs'))) {
  servers.push({
    name: 'host pages',
    command: `node hosts/serve.mjs ${hostsPort}`,
    url: `http://localhost:${hostsPort}/`,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
    timeout: 15_000,
    stderr: 'pipe',
  });
}

export default defineConfig({
  outputDir: path.join(root, 'target/e2e-results'),
  // A test that passes the second time has failed.
  retries: 0,
  // Every test has an app of its own.
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  forbidOnly: reports !== undefined,
  reporter: [['list'], ['./reporter/unrun.ts'], ...(reports ? [['json', { outputFile: path.join(reports, 'e2e-playwright.json') }] as const] : [])] as PlaywrightTestConfig['reporter'],
  use: {
    baseURL: process.env.GUARD_E2E_SERVER,
    locale: 'en-US',
    // Without its film: recording that of every test costs a quarter of the run.
    trace: { mode: 'retain-on-failure', screenshots: false, sources: false },
    launchOptions: {
      executablePath: process.env.GUARD_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'chromium', testDir: 'tests' },
    { name: 'firefox', testDir: 'firefox' },
    // `cargo xtask gallery`: pictures, not proofs.
    { name: 'gallery', testDir: 'gallery', testMatch: '**/*.ts', timeout: 300_000 },
  ],
  webServer: servers,
});

// Starts one guard-server for the browser tests on a database of its own, and removes that when the tests are over.
// usage: node serve.mjs PORT [FLAG…], flags instead of --dev
import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const [port = '8089', ...flags] = process.argv.slice(2);
if (flags.length === 0) flags.push('--dev');
const binary = process.env.GUARD_SERVER_BIN ?? path.join(root, 'target/debug/guard-server');
const assets = process.env.GUARD_E2E_ASSETS ?? path.join(root, 'dist');
const reports = process.env.GUARD_REPORTS ?? path.join(root, 'target/reports');

mkdirSync(reports, { recursive: true });
const data = mkdtempSync(path.join(tmpdir(), 'guard-e2e-'));
const log = openSync(path.join(reports, 'e2e-server.log'), 'w');
const server = spawn(binary, [...flags, '--listen', `127.0.0.1:${port}`, '--data', data, '--assets', assets], { stdio: ['ignore', log, log] });

server.on('error', (error) => {
  console.error(`${binary} could not be started: ${error.message}. To mend it: cargo build -p guard-server`);
  process.exit(1);
});
server.on('exit', (code, signal) => {
  rmSync(data, { recursive: true, force: true });
  if (!stopping) {
    console.error(`guard-server ended by itself (${signal ?? code}); its log is ${path.join(reports, 'e2e-server.log')}`);
  }
  process.exit(stopping ? 0 : 1);
});

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    stopping = true;
    server.kill('SIGTERM');
  });
}

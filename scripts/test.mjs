// `npm test`: everything, in order, up to the first failure. CI runs this and nothing else.
//   npm test                                the whole
//   npm test -- test/e2e/story.spec.ts      only jest, with these arguments

import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, checkNames, jest } from './check.mjs';
import { explain, main, say, seconds, steps, Trouble } from './console.mjs';
import { checkContract } from './contract.mjs';
import { readJson } from './lock.mjs';
import { defaultDataDir, root } from './paths.mjs';
import { openServices } from './services.mjs';

const began = Date.now();
const jestArgs = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'kruzhok-test-'));
chmodSync(scratch, 0o711); // as root the servers are another user, who must get through
let services;
let running;

/** Servers of our own with data to throw away: never those of a running centre. */
async function openTestServices() {
  const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
  return openServices({
    dataDir: scratch,
    given: { DATABASE_URL: TEST_DATABASE_URL, REDIS_URL: TEST_REDIS_URL },
    toolsDir: defaultDataDir, // a Redis fetched once serves every run
    durable: false,
    ephemeral: true,
  });
}

/** The tests get their addresses under names that no running centre uses; TEST_DATABASE_URL is the owner's. */
function environment() {
  const { DATABASE_URL, DATABASE_MIGRATION_URL, REDIS_URL } = services.env;
  const env = {
    ...process.env,
    TEST_DATABASE_URL: DATABASE_MIGRATION_URL ?? DATABASE_URL,
    TEST_APPLICATION_URL: DATABASE_URL,
    TEST_REDIS_URL: REDIS_URL,
    ...superuser(DATABASE_MIGRATION_URL ?? DATABASE_URL),
  };
  delete env.DATABASE_URL;
  delete env.DATABASE_MIGRATION_URL;
  delete env.REDIS_URL;
  return env;
}

/** Of a private server the superuser is known too: for the tests of what even they cannot hide. */
function superuser(address) {
  if (process.env.TEST_DATABASE_URL) return {};
  const password = readJson(join(scratch, 'private.json'))?.postgres?.passwords?.superuser;
  if (!password) return {};
  return { TEST_SUPERUSER_URL: Object.assign(new URL(address), { username: 'postgres', password }).href };
}

async function runJest() {
  const report = join(scratch, 'jest.json');
  const args = [...jest, '--json', `--outputFile=${report}`, ...jestArgs];
  // --json sends the report to stdout as well; people read stderr.
  running = spawn(process.execPath, args, {
    cwd: root,
    env: environment(),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const code = await new Promise((resolve) => running.once('close', (exit) => resolve(exit ?? 1)));
  return { code, counts: readJson(report) };
}

/** A file that does not even load holds tests that did not pass. */
function verdict({ code, counts }) {
  if (!counts) return undefined;
  const passed = counts.numPassedTests;
  const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  return { line: `${passed} passed, ${failed} failed`, ok: code === 0 && failed === 0 };
}

async function runTests(step) {
  const opened = step('Servers for the tests');
  services = await openTestServices();
  opened(services.about);
  const done = step('Jest');
  const result = verdict(await runJest());
  done(result?.line);
  return result;
}

async function closeEverything() {
  running?.kill('SIGTERM');
  await services?.release();
  rmSync(scratch, { recursive: true, force: true });
}

function requirePassed(result) {
  if (!result) throw new Trouble('Jest ended without a report.', 'Its own words are above.');
  if (!result.ok) throw new Trouble('The tests failed.', 'Their own words are above.');
}

async function inOrder(whole, keepResult) {
  const step = steps(whole ? 4 : 2);
  if (whole) {
    const done = step('Checks');
    // The rules project is part of jest's whole run below.
    await check(checkNames.filter((name) => name !== 'rules'));
    done();
  }
  const result = await runTests(step);
  keepResult(result);
  requirePassed(result);
  if (whole) {
    const done = step('API contract');
    await checkContract({ ...environment(), ...services.env });
    done('fresh and valid');
  }
  say(`Everything passed, ${seconds(began)}.`);
}

/** The counts come last and alone on their line, for whoever reads them with a program. */
async function everything() {
  let result;
  try {
    await inOrder(jestArgs.length === 0, (value) => (result = value));
  } catch (error) {
    explain(error);
    process.exitCode = 1;
  }
  await closeEverything();
  if (result) say(`\n${result.line}`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => void closeEverything().finally(() => process.exit(130)));
}

await main(everything);

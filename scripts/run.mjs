// Runs one command of the application against the centre's database, running or not.
//   node scripts/run.mjs verify
//   node scripts/run.mjs import-clients file.csv

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import { main, Trouble } from './console.mjs';
import { dataDir, inRoot, loadEnvFile, root } from './paths.mjs';
import { dataKeys } from './secret.mjs';
import { openServices } from './services.mjs';

const [command, ...args] = process.argv.slice(2);

/** npm moves to the root of the package; a file is named as seen from where the person stands. */
function fromWhereAsked(argument) {
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), argument);
  return !argument.startsWith('-') && !isAbsolute(argument) && existsSync(path) ? path : argument;
}

await main(async () => {
  const file = inRoot('dist', 'commands', `${command}.js`);
  if (!command || !existsSync(file)) {
    throw new Trouble(
      `There is no command "${command ?? ''}".`,
      'The commands are the files of src/commands; a new one needs `npm run build`.',
    );
  }
  loadEnvFile();
  const services = await openServices({ dataDir: dataDir() });
  const env = { ...process.env, DATA_DIR: dataDir(), DATA_KEYS: dataKeys(dataDir()), ...services.env };
  // Only what migrates works as the owner of the tables.
  if (!['migrate', 'prepare'].includes(command)) delete env.DATABASE_MIGRATION_URL;
  const child = spawn(process.execPath, [file, ...args.map(fromWhereAsked)], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  // The child hears Ctrl-C too; we stay to let the servers go in order.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolveCode, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolveCode(code ?? 128 + constants.signals[signal]));
  });
  await services.release();
});

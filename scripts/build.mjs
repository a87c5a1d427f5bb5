// Compiles src and migrations. The result appears in dist all at once, so that a running server
// never meets half a build.   node scripts/build.mjs

import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, say, seconds, Trouble } from './console.mjs';
import { lock } from './lock.mjs';
import { cache, defaultDataDir, ensureDir, inRoot, isMain, root } from './paths.mjs';
import { run } from './processes.mjs';

const dist = inRoot('dist');
const next = join(cache, 'dist');
const stamp = '.built-from';
const config = 'tsconfig.build.tmp.json';

const sourceDirs = ['src', 'migrations'];
const sourceFiles = ['tsconfig.json', 'nest-cli.json', '.swcrc', 'package-lock.json'];

/** Read at work as they are, beside the code that reads them. */
const copied = [join('platform', 'render', 'fonts')];

/** Written into src by the build itself (the Swagger plugin), so it says nothing of the sources. */
const isGenerated = (path) => path === join('src', 'metadata.ts');

export function sources() {
  const inDirs = sourceDirs.flatMap((dir) =>
    !existsSync(inRoot(dir))
      ? []
      : readdirSync(inRoot(dir), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1)),
  );
  const present = sourceFiles.filter((file) => existsSync(inRoot(file)));
  return [...inDirs.filter((path) => !isGenerated(path)), ...present].sort();
}

/** Contents rather than times: a clone makes every file new, a deletion makes none. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const path of sources())
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(inRoot(path)));
  return hash.digest('hex');
}

/** main.ts imports it, so a fresh clone needs one before the first build, and for `npm run check`. */
export function provideGenerated() {
  const path = inRoot('src', 'metadata.ts');
  if (existsSync(inRoot('src')) && !existsSync(path)) {
    writeFileSync(path, '/* eslint-disable */\nexport default async () => ({});\n');
  }
}

async function tool(name, args) {
  const file = inRoot('node_modules', ...name);
  const { code, output } = await run(process.execPath, [file, ...args], { cwd: root });
  if (code === 0) return;
  throw new Trouble(`The build failed.\n\n${output.trim()}\n`, 'Mend the errors above.');
}

async function compile() {
  rmSync(next, { recursive: true, force: true });
  ensureDir(cache);
  // That of the last build may name a class that has moved since, and would not compile.
  rmSync(inRoot('src', 'metadata.ts'), { force: true });
  provideGenerated();
  // Nest takes its output folder only from a tsconfig, and looks for src beside that file.
  writeFileSync(
    inRoot(config),
    JSON.stringify({ extends: './tsconfig.json', compilerOptions: { outDir: next } }),
  );
  try {
    await tool(['@nestjs', 'cli', 'bin', 'nest.js'], ['build', '--path', config]);
  } finally {
    rmSync(inRoot(config), { force: true });
  }
  const migrations = ['migrations', '-d', join(next, 'migrations'), '--strip-leading-paths'];
  if (existsSync(inRoot('migrations'))) {
    await tool(['@swc', 'cli', 'bin', 'swc.js'], [...migrations, '--config-file', '.swcrc']);
  }
  for (const assets of copied) cpSync(inRoot('src', assets), join(next, assets), { recursive: true });
  for (const file of ['main.js', 'worker.js']) {
    if (existsSync(join(next, file))) continue;
    throw new Trouble(`The build made no ${file}.`, 'Look at rootDir in tsconfig.json.');
  }
}

function swap() {
  const old = join(cache, 'dist.old');
  rmSync(old, { recursive: true, force: true });
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(next, dist);
  rmSync(old, { recursive: true, force: true });
}

export async function build() {
  const began = Date.now();
  const from = fingerprint();
  say('Building.');
  await compile();
  writeFileSync(join(next, stamp), from);
  swap();
  say(`Built in ${seconds(began)}.`);
}

export async function buildIfStale() {
  const built = join(dist, stamp);
  if (existsSync(built) && readFileSync(built, 'utf8') === fingerprint()) return;
  await build();
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const held = await lock(join(defaultDataDir, 'setup.lock'));
    await build().finally(held.release);
  });
}

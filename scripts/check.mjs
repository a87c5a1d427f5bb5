// `npm run check`: what can be known without a database, side by side, in under a minute.
//   node scripts/check.mjs [--format] [--lint] [--types] [--imports] [--rules] [--docker]

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { main, say, seconds, Trouble } from './console.mjs';
import { inRoot, isMain, root } from './paths.mjs';
import { run } from './processes.mjs';

/** Experimental in Node 20, and the only way in which jest loads ES modules. */
export const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  inRoot('node_modules', 'jest', 'bin', 'jest.js'),
];

const bin = (...parts) => inRoot('node_modules', ...parts);
const typesConfig = existsSync(inRoot('tsconfig.check.json')) ? 'tsconfig.check.json' : 'tsconfig.json';

/** The longest first, so that the short ones fill the gaps. */
const checks = {
  lint: [bin('eslint', 'bin', 'eslint.js'), '.', '--max-warnings', '0'],
  types: [bin('typescript', 'bin', 'tsc'), '--noEmit', '-p', typesConfig],
  imports: [
    bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
    ...['src', '--config', '.dependency-cruiser.cjs'],
  ],
  rules: [...jest, '--selectProjects', 'rules'],
  format: [bin('prettier', 'bin', 'prettier.cjs'), '--check', '.', '--cache', '--log-level', 'warn'],
  docker: [inRoot('scripts', 'check-docker.mjs')],
};

export const checkNames = Object.keys(checks);

const advice = { format: 'npm run format', lint: 'npx eslint . --fix mends some of it' };

async function perform(name) {
  const began = Date.now();
  const { code, output } = await run(process.execPath, checks[name], { cwd: root });
  const verdict = code === 0 ? 'passed' : 'FAILED';
  say(`      ${name.padEnd(8)} ${verdict}  ${seconds(began)}`);
  return { name, code, output };
}

export async function check(names) {
  const queue = checkNames.filter((name) => names.includes(name));
  const results = [];
  const lane = async () => {
    while (queue.length > 0) results.push(await perform(queue.shift()));
  };
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, lane));
  const failed = results.filter(({ code }) => code !== 0);
  for (const { name, output } of failed) say(`\n── ${name} ──\n${output.trim()}`);
  if (failed.length === 0) return;
  const failedNames = failed.map(({ name }) => name);
  throw new Trouble(
    `Failed: ${failedNames.join(', ')}.`,
    failedNames.map((name) => advice[name] ?? `alone: npm run check -- --${name}`).join('\n'),
  );
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const began = Date.now();
    const asked = process.argv.slice(2).map((flag) => flag.replace(/^--/, ''));
    const unknown = asked.find((name) => !checks[name]);
    if (unknown) throw new Trouble(`No check "${unknown}".`, `There are: ${checkNames.join(', ')}.`);
    await check(asked.length > 0 ? asked : checkNames);
    say(`All passed, ${seconds(began)}.`);
  });
}

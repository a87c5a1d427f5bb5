// The committed OpenAPI file must be what the code says, and valid.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Trouble } from './console.mjs';
import { inRoot, root } from './paths.mjs';
import { run } from './processes.mjs';

const contract = inRoot('openapi', 'openapi.json');

const read = () => (existsSync(contract) ? readFileSync(contract, 'utf8') : undefined);

/** Generates it anew and puts the committed one back: a test changes nothing in the tree. */
async function requireFresh(env) {
  const committed = read();
  const command = inRoot('dist', 'commands', 'openapi.js');
  const { code, output } = await run(process.execPath, [command], { cwd: root, env });
  const generated = read();
  if (committed !== undefined) writeFileSync(contract, committed);
  if (code !== 0) {
    throw new Trouble(`The contract could not be generated:\n${output.trim()}`, 'npm run openapi');
  }
  if (committed === generated) return;
  throw new Trouble(
    'openapi/openapi.json is not what the code says.',
    'Run `npm run openapi`, read the difference, and commit it if you meant it.',
  );
}

async function requireValid(env) {
  const redocly = inRoot('node_modules', '@redocly', 'cli', 'bin', 'cli.js');
  // It would otherwise report its use and look for updates over the network.
  const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const { code, output } = await run(process.execPath, [redocly, 'lint', contract], {
    cwd: root,
    env: { ...env, ...quiet },
  });
  if (code !== 0) throw new Trouble(`The contract is not valid:\n${output.trim()}`, 'npm run openapi');
}

export async function checkContract(env) {
  await requireFresh(env);
  await requireValid(env);
}

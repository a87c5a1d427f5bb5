// Runs before every npm script, on a bare clone too: no packages may be imported here.
//   node scripts/setup.mjs [--install-only]

import { join } from 'node:path';
import { buildIfStale, provideGenerated } from './build.mjs';
import { main, say, Trouble } from './console.mjs';
import { install } from './install.mjs';
import { lock, readJson } from './lock.mjs';
import { defaultDataDir, inRoot } from './paths.mjs';

function checkNode() {
  const wanted = readJson(inRoot('package.json')).engines.node.replace(/[^\d.]/g, '');
  const [major, minor] = wanted.split('.').map(Number);
  const [ours, ourMinor] = process.versions.node.split('.').map(Number);
  if (ours > major || (ours === major && ourMinor >= minor)) return;
  throw new Trouble(
    `Kruzhok needs Node ${wanted} or newer; this is ${process.versions.node}.`,
    `Install it from https://nodejs.org, or with a version manager: nvm install ${major}`,
  );
}

await main(async () => {
  checkNode();
  // `npm test` beside `npm start`: the second waits, then finds the work done.
  const held = await lock(join(defaultDataDir, 'setup.lock'), {
    onWait: (other) => say(`Another setup is at work (process ${other?.pid}); waiting for it.`),
  });
  try {
    await install();
    if (process.argv.includes('--install-only')) provideGenerated();
    else await buildIfStale();
  } finally {
    held.release();
  }
});

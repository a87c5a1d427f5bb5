// `npm run dev`: the same centre, rebuilt and restarted when a source changes.

import { statSync } from 'node:fs';
import { build, sources } from './build.mjs';
import { openCentre } from './centre.mjs';
import { explain, main, say } from './console.mjs';
import { inRoot, loadEnvFile } from './paths.mjs';
import { sleep } from './processes.mjs';

/** Looking is dearer than being told, but sees renames, new folders and network disks alike. */
function look() {
  return sources()
    .map((path) => {
      const { mtimeMs, size } = statSync(inRoot(path), { throwIfNoEntry: false }) ?? {};
      return `${path} ${mtimeMs} ${size}`;
    })
    .join('\n');
}

async function settled() {
  for (let seen = look(); ;) {
    await sleep(200);
    const now = look();
    if (now === seen) return now;
    seen = now;
  }
}

const migrationsIn = (seen) =>
  seen
    .split('\n')
    .filter((line) => line.startsWith('migrations'))
    .join();

await main(async () => {
  loadEnvFile();
  let built = look();
  const { centre, url } = await openCentre();
  say(`\n  ${url}, docs at ${url}/docs. Watching src and migrations; Ctrl-C stops.\n`);
  for (;;) {
    await sleep(500);
    if (look() === built) continue;
    const seen = await settled();
    try {
      await build();
      if (migrationsIn(seen) !== migrationsIn(built)) await centre.prepare();
      await centre.restart();
      say(`Restarted at ${url}`);
    } catch (error) {
      explain(error); // what runs goes on running; the next change is another try
    }
    built = seen;
  }
});

// What the benches share.
import { spawn } from 'node:child_process';
import { inRoot } from '../../scripts/paths.mjs';

/** How the application is set up beside the addresses of its services. */
export const benchSettings = (dataDir) => ({
  DATA_DIR: dataDir,
  NODE_ENV: 'production',
  SEED_DEMO: 'false',
  OWNER_PASSWORD: 'a password of the bench',
  DATA_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
  JWT_SECRET: 'a secret of the bench, long enough to be one',
  LOG_LEVEL: 'error',
});

export const runToEnd = (file) =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, [inRoot(file)], { stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('exit', (code) => (code === 0 ? done() : fail(new Error(`${file} ended with ${code}`))));
  });

import { readConfig } from '../../src/platform/config/config.js';
import { Db } from '../../src/platform/database/db.js';
import { OperationRunner } from '../../src/platform/operations/operation-runner.js';
import { OperationsRelay } from '../../src/platform/operations/operations-relay.js';
import type { TestApp } from './app.js';

/** What a worker process does for operations, inside the test's own process. */
export async function startWorker({ app }: TestApp): Promise<{ stop: () => Promise<void> }> {
  const relay = new OperationsRelay(readConfig(process.env), app.get(Db), app.get(OperationRunner));
  await relay.onApplicationBootstrap();
  return { stop: () => relay.onApplicationShutdown() };
}

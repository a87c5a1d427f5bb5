import { ScheduleRounds, ScheduleTicks } from '../../src/modules/reports/schedules/schedule-rounds.js';
import { readConfig } from '../../src/platform/config/config.js';
import { Db } from '../../src/platform/database/db.js';
import { Files } from '../../src/platform/files/files.js';
import { LetterEnds } from '../../src/platform/mail/letter-ends.js';
import { LetterRows } from '../../src/platform/mail/letter-rows.js';
import { LetterSender } from '../../src/platform/mail/letter-sender.js';
import { LettersRelay } from '../../src/platform/mail/letters-relay.js';
import { Mail } from '../../src/platform/mail/mail.js';
import { OperationRunner } from '../../src/platform/operations/operation-runner.js';
import { OperationsRelay } from '../../src/platform/operations/operations-relay.js';
import type { TestApp } from './app.js';

/** What a worker process does for operations, inside the test's own process. */
export async function startWorker({ app }: TestApp): Promise<{ stop: () => Promise<void> }> {
  const relay = new OperationsRelay(readConfig(process.env), app.get(Db), app.get(OperationRunner));
  await relay.onApplicationBootstrap();
  return { stop: () => relay.onApplicationShutdown() };
}

/** What a worker process does for letters, inside the test's own process. */
export async function startMailWorker({ app, clock }: TestApp): Promise<{ stop: () => Promise<void> }> {
  const config = readConfig(process.env);
  const rows = app.get(LetterRows);
  const sender = new LetterSender(config, rows, app.get(LetterEnds), app.get(Mail), app.get(Files), clock);
  const relay = new LettersRelay(config, rows, sender);
  await relay.onApplicationBootstrap();
  return { stop: () => relay.onApplicationShutdown() };
}

/** What a worker process does for schedules of reports, inside the test's own process. */
export async function startScheduleWorker({ app }: TestApp): Promise<{ stop: () => Promise<void> }> {
  const rounds = new ScheduleRounds(readConfig(process.env), app.get(ScheduleTicks));
  await rounds.onApplicationBootstrap();
  return { stop: () => rounds.onApplicationShutdown() };
}

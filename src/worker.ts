import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { ReportsWorkerModule } from './modules/reports/index.js';
import { JsonLogger } from './platform/logging/logger.js';
import { RelayModule } from './platform/events/events.module.js';
import { MailWorkerModule } from './platform/mail/mail.module.js';
import { OperationsWorkerModule } from './platform/operations/operations.module.js';
import { keepHeapSmall, letOthersGoFirst } from './platform/queue/worker-process.js';

/** The same modules as the API, and what carries out queued work. */
@Module({ imports: [AppModule, RelayModule, OperationsWorkerModule, MailWorkerModule, ReportsWorkerModule] })
class WorkerModule {}

/** The worker process: queue, outbox relay, timers. Any number of them may run. */
keepHeapSmall();
const app = await NestFactory.createApplicationContext(WorkerModule, {
  abortOnError: false,
  logger: new JsonLogger(),
});
app.enableShutdownHooks();
letOthersGoFirst();

// A supervisor that is killed takes its pipe with it: nothing is left behind without one.
process.once('disconnect', () => void app.close().finally(() => process.exit(0)));
process.send?.({ type: 'ready' });

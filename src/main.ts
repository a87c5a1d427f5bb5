import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { httpAdapter, setUp } from './app.setup.js';
import { JsonLogger } from './platform/logging/logger.js';
import { readConfig } from './platform/config/config.js';
import { serveContract } from './platform/http/openapi.js';

/** The HTTP process. Any number of them may run on the same PostgreSQL and Redis. */
const config = readConfig(process.env);
const app = await NestFactory.create<NestFastifyApplication>(AppModule, httpAdapter(config), {
  abortOnError: false,
  bodyParser: false,
  logger: new JsonLogger(),
});
await setUp(app);
await serveContract(app);
await app.listen(config.PORT, config.HOST);

// A supervisor that is killed takes its pipe with it: nothing is left behind without one.
process.once('disconnect', () => void app.close().finally(() => process.exit(0)));
process.send?.({ type: 'ready', url: await app.getUrl() });

import { writeFile } from 'node:fs/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module.js';
import { httpAdapter, prefixRoutes } from '../app.setup.js';
import { readConfig } from '../platform/config/config.js';
import { buildContract } from '../platform/http/openapi.js';

/** Writes the contract to openapi/openapi.json. No server is asked: the routes and the DTOs know it all. */
const nowhere = { DATABASE_URL: 'postgres://127.0.0.1:1/none', REDIS_URL: 'redis://127.0.0.1:1' };
const config = readConfig({ ...nowhere });
Object.assign(process.env, nowhere);
const app = await NestFactory.create<NestFastifyApplication>(AppModule, httpAdapter(config), {
  logger: ['error'],
  abortOnError: false,
  bodyParser: false,
  preview: true,
});
prefixRoutes(app);
const contract = await buildContract(app);
const file = new URL('../../openapi/openapi.json', import.meta.url);
await writeFile(file, `${JSON.stringify(contract, null, 2)}\n`);
process.stdout.write(`openapi/openapi.json: ${String(Object.keys(contract.paths).length)} paths\n`);
process.exit(0);

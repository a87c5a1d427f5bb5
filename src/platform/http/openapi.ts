import { readFile } from 'node:fs/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { finishContract } from './openapi.finish.js';
import type { DtoClass } from './openapi.limits.js';
import { quickStart } from './openapi.quick-start.js';

/** What the plug-in wrote: each file of DTOs, and what it knows of the classes in it. */
interface PluginMetadata {
  '@nestjs/swagger': { models: [Promise<Record<string, DtoClass | undefined>>, object][] };
}

/** Builds the contract from the routes, the DTOs and their comments. */
export async function buildContract(app: NestFastifyApplication): Promise<OpenAPIObject> {
  // Written by the compiler plug-in beside the built code; the tests read that of the last build.
  const built = new URL('../../metadata.js', import.meta.url);
  const { default: read } = (await import(built.href)) as { default: () => Promise<PluginMetadata> };
  const metadata = await read();
  await SwaggerModule.loadPluginMetadata(() => Promise.resolve({ ...metadata }));
  const options = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Kruzhok')
    .setVersion(await version())
    .setDescription(quickStart)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addServer('/', 'This installation')
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, options, { operationIdFactory: operationId });
  return finishContract(document, await dtosOf(metadata));
}

async function dtosOf({ '@nestjs/swagger': { models } }: PluginMetadata): Promise<DtoClass[]> {
  const files = models.map(async ([file, classes]) => {
    const exported = await file;
    return Object.keys(classes).flatMap((name) => exported[name] ?? []);
  });
  return (await Promise.all(files)).flat();
}

/** Serves the contract at /openapi.json and the page to try it at /docs. */
export async function serveContract(app: NestFastifyApplication): Promise<void> {
  const contract = await buildContract(app);
  SwaggerModule.setup('docs', app, contract, {
    jsonDocumentUrl: 'openapi.json',
    customSiteTitle: 'Kruzhok API',
  });
}

/** `ClientsController.list` is `clients.list`. */
export function operationId(controller: string, method: string): string {
  const noun = controller.replace(/Controller$/, '');
  return `${noun.charAt(0).toLowerCase()}${noun.slice(1)}.${method}`;
}

async function version(): Promise<string> {
  const manifest = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

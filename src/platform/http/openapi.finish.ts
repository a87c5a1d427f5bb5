import type { OpenAPIObject } from '@nestjs/swagger';
import { errorCatalogue } from '../../kernel/errors.js';
import { DOORS, SIGNED_IN } from './decorators.js';
import { describeLimits, type DtoClass } from './openapi.limits.js';
import { problemSchemas } from './openapi.problems.js';
import { describeLongWork } from './openapi.long-work.js';
import { statusOf } from './problem.js';

type Json = Record<string, any>;

/**
 * Finishes what the generator cannot know: problems of each operation, the headers of writes, who may call, and the
 * forms of 3.0 that are not valid in 3.1.
 */
export function finishContract(document: OpenAPIObject, dtos: readonly DtoClass[]): OpenAPIObject {
  const contract = document as Json;
  contract['components'].schemas = { ...contract['components'].schemas, ...problemSchemas };
  for (const [path, methods] of Object.entries<Json>(contract['paths'])) {
    for (const [method, operation] of Object.entries<Json>(methods)) {
      finishOperation(operation, method, path);
      fixSuccess(operation, method);
      describeLongWork(operation);
    }
  }
  contract['tags'] = tagsOf(contract);
  modernise(contract);
  describeLimits(document, dtos);
  return document;
}

function finishOperation(operation: Json, method: string, path: string): void {
  const writes = method !== 'get' && operation['x-permission'] !== undefined;
  operation['tags'] = [String(operation['operationId']).split('.')[0]];
  operation['parameters'] = [...(operation['parameters'] ?? []).filter((p: Json) => p['name'] !== undefined)];
  if (writes) {
    const known = (operation['parameters'] as Json[]).map((parameter) => parameter['name'] as string);
    operation['parameters'].push(
      ...writeParameters(method).filter((parameter) => !known.includes(parameter['name'])),
    );
  }
  for (const parameter of operation['parameters'] as Json[]) {
    if (parameter['in'] === 'path')
      parameter['schema'] = { ...parameter['schema'], ...pathSchema(parameter['name']) };
    // Several in a query are one text with commas; without a word to that a client would repeat the name.
    if (parameter['in'] === 'query' && parameter['schema']?.['type'] === 'array')
      parameter['explode'] = false;
  }
  operation['description'] = describe(operation);
  operation['security'] ??= [];
  addProblems(operation, method, path);
  delete operation['x-problems'];
}

const pathSchema = (name: string): Json => (/id$/i.test(name) ? { type: 'string', format: 'uuid' } : {});

function writeParameters(method: string): Json[] {
  const dryRun = {
    name: 'dryRun',
    in: 'query',
    required: false,
    description: 'Answer in full, keep nothing.',
    schema: { type: 'boolean' },
  };
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description: 'A repeated request with this key gets the first answer again.',
    schema: { type: 'string', minLength: 16, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  };
  const ifMatch = {
    name: 'If-Match',
    in: 'header',
    required: false,
    description: 'The ETag the edit is based on: strict, 412 when the record is newer.',
    schema: { type: 'string' },
  };
  return method === 'patch' ? [dryRun, key, ifMatch] : [dryRun, key];
}

function describe(operation: Json): string {
  const permission = operation['x-permission'] as string | undefined;
  const who =
    permission === undefined
      ? 'Open to everybody.'
      : permission === SIGNED_IN
        ? 'For whoever is signed in.'
        : `Needs the permission \`${permission}\`.`;
  return [operation['description'], who].filter((part) => Boolean(part)).join('\n\n');
}

const successes: Readonly<Record<string, string>> = {
  '200': 'Done.',
  '201': 'Made; the whole record.',
  '204': 'Done; nothing to show.',
};

/** The door a handler goes through decides the status; an answer without a body is 204. */
function fixSuccess(operation: Json, method: string): void {
  const doors = (operation[DOORS] ?? []) as string[];
  delete operation[DOORS];
  const responses = operation['responses'] as Json;
  const success = (responses['201'] ?? responses['200'] ?? {}) as Json;
  for (const status of ['200', '201', 'default']) delete responses[status];
  if (responses['202'] !== undefined && doors.length === 0) return;
  if (method === 'patch' && success['content'] !== undefined) addMergedFrom(success['content']);
  for (const status of statusesOf(operation, method, success, doors)) {
    responses[status] = { ...success, description: successes[status] };
    if (status === '201') responses[status].headers = { Location: location };
  }
}

const location = { description: 'Address of the new record.', schema: { type: 'string' } };

function statusesOf(operation: Json, method: string, success: Json, doors: readonly string[]): string[] {
  const writes = method !== 'get' && operation['x-permission'] !== undefined;
  if (success['content'] === undefined) return [writes ? '204' : '200'];
  const made = doors.includes('create');
  const done = doors.some((door) => door === 'run' || door === 'change');
  return [...(made ? ['201'] : []), ...(done || !made ? ['200'] : [])];
}

function addMergedFrom(content: Json): void {
  const shape = content['application/json'] as Json;
  const mergedFrom = {
    type: 'array',
    description: 'Versions by others that the edit was merged over.',
    items: { type: 'integer' },
  };
  shape['schema'] = { allOf: [shape['schema'], { type: 'object', properties: { mergedFrom } }] };
}

function addProblems(operation: Json, method: string, path: string): void {
  const codes = [...(operation['x-problems'] ?? []), ...commonProblems(operation, method, path)] as string[];
  const byStatus = new Map<number, string[]>();
  for (const error of errorCatalogue().filter((entry) => codes.includes(entry.code))) {
    const status = statusOf[error.kind];
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${error.code}\`: ${error.en.title}.`]);
  }
  for (const [status, lines] of byStatus) {
    operation['responses'][String(status)] = {
      description: lines.join('\n'),
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
}

function commonProblems(operation: Json, method: string, path: string): string[] {
  if (!path.startsWith('/v1')) return [];
  const secured = operation['x-permission'] !== undefined;
  return [
    'rate.limited',
    'service.unavailable',
    'request.malformed',
    'request.invalid',
    ...(secured ? ['auth.required'] : []),
    ...(secured && operation['x-permission'] !== SIGNED_IN ? ['auth.forbidden'] : []),
    ...(path.includes('{') ? ['route.not-found'] : []),
    ...(method === 'get' ? [] : ['request.not-json', 'request.too-large', 'request.media-type']),
    ...(method === 'patch' ? ['edit.conflict', 'version.stale', 'version.required'] : []),
    ...(method === 'get' || !secured
      ? []
      : ['idempotency.running', 'idempotency.key-reused', 'state.refused']),
  ];
}

function tagsOf(contract: Json): Json[] {
  const names = Object.values<Json>(contract['paths']).flatMap((methods) =>
    Object.values<Json>(methods).map((o) => o['tags'][0] as string),
  );
  return [...new Set(names)].sort().map((name) => ({
    name,
    description: `Operations on ${name.replace(/([A-Z])/g, ' $1').toLowerCase()}.`,
  }));
}

/** 3.0 said `nullable: true`; 3.1 says `type: [x, 'null']`, and booleans are no bounds. */
function modernise(node: unknown): void {
  if (Array.isArray(node)) {
    node.forEach(modernise);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const schema = node as Json;
  for (const bound of ['exclusiveMinimum', 'exclusiveMaximum'])
    if (typeof schema[bound] === 'boolean') delete schema[bound];
  if (schema['nullable'] === true) makeNullable(schema);
  Object.values(schema).forEach(modernise);
}

function makeNullable(schema: Json): void {
  delete schema['nullable'];
  if (typeof schema['type'] === 'string') schema['type'] = [schema['type'], 'null'];
  else if (schema['$ref'] !== undefined || schema['allOf'] !== undefined) {
    const reference = schema['$ref'] ?? schema['allOf'][0].$ref;
    delete schema['$ref'];
    delete schema['allOf'];
    schema['anyOf'] = [{ $ref: reference }, { type: 'null' }];
  }
  if (Array.isArray(schema['enum']) && !schema['enum'].includes(null)) schema['enum'].push(null);
}

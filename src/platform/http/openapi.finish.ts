import type { OpenAPIObject } from '@nestjs/swagger';
import { errorCatalogue } from '../../kernel/errors.js';
import { SIGNED_IN } from './decorators.js';
import { describeLongWork } from './openapi.long-work.js';
import { statusOf } from './problem.js';

type Json = Record<string, any>;

/**
 * Finishes what the generator cannot know: problems of each operation, the headers of writes, who may call, and the
 * forms of 3.0 that are not valid in 3.1.
 */
export function finishContract(document: OpenAPIObject): OpenAPIObject {
  const contract = document as Json;
  contract['components'].schemas = { ...contract['components'].schemas, ...problemSchemas };
  for (const [path, methods] of Object.entries<Json>(contract['paths'])) {
    for (const [method, operation] of Object.entries<Json>(methods)) finishOperation(operation, method, path);
  }
  contract['tags'] = tagsOf(contract);
  modernise(contract);
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
  }
  operation['description'] = describe(operation);
  operation['security'] ??= [];
  fixSuccess(operation, method);
  describeLongWork(operation);
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

/** A write answers 201 with Location when it creates, else 200; an answer without a body is 204. */
function fixSuccess(operation: Json, method: string): void {
  const responses = operation['responses'] as Json;
  const success = responses['201'] ?? responses['200'] ?? {};
  delete responses['201'];
  delete responses['200'];
  delete responses['default'];
  const creates =
    /\.(create|register|sell|add|freeze|pay|open)\w*$/.test(operation['operationId']) && method === 'post';
  const content = success['content'];
  const status =
    content === undefined
      ? operation['x-permission'] === undefined || method === 'get'
        ? '200'
        : '204'
      : creates
        ? '201'
        : '200';
  const description = { '200': 'Done.', '201': 'Made; the whole record.', '204': 'Done; nothing to show.' }[
    status
  ];
  const headers =
    status === '201'
      ? { Location: { description: 'Address of the new record.', schema: { type: 'string' } } }
      : undefined;
  if (method === 'patch' && content !== undefined) addMergedFrom(content);
  responses[status] = { ...success, description, ...(headers === undefined ? {} : { headers }) };
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

const text = (description: string, example?: string): Json => ({
  type: 'string',
  description,
  ...(example === undefined ? {} : { example }),
});

const problemSchemas: Json = {
  Problem: {
    type: 'object',
    description: 'What went wrong, RFC 9457.',
    required: ['type', 'title', 'status', 'code', 'detail', 'instance', 'requestId'],
    properties: {
      type: text('Address of a page about this error.', '/problems/request.invalid'),
      title: text('The same for every such problem.', 'Some values are not right'),
      status: { type: 'integer', description: 'HTTP status.', example: 422 },
      code: text('Stable code, `noun.reason`.', 'request.invalid'),
      detail: text('What happened here.'),
      instance: text('Path of the request.', '/v1/clients'),
      requestId: text('Name it when you ask us.'),
      params: { type: 'object', description: 'Values behind the detail.', additionalProperties: true },
      errors: {
        type: 'array',
        description: 'Every fault of the request.',
        items: { $ref: '#/components/schemas/Fault' },
      },
      conflicts: {
        type: 'array',
        description: 'Fields that somebody else changed too.',
        items: { $ref: '#/components/schemas/Conflict' },
      },
    },
  },
  Fault: {
    type: 'object',
    description: 'One fault: a pointer into the body, or a parameter.',
    required: ['code', 'detail'],
    properties: {
      pointer: text('RFC 6901 pointer into the body.', '#/guardians/0/phones/0'),
      parameter: text('Name of a query, path or header parameter.', 'limit'),
      code: text('Stable code.', 'value.required'),
      detail: text('What is wrong.', 'This is required.'),
      params: { type: 'object', description: 'Values behind the detail.', additionalProperties: true },
    },
  },
  Conflict: {
    type: 'object',
    description: 'A field changed by somebody else to another value.',
    required: ['pointer', 'base', 'theirs', 'yours', 'by', 'at'],
    properties: {
      pointer: text('The field.', '#/address'),
      base: { description: 'Its value at your base.' },
      theirs: { description: 'Its value now.' },
      yours: { description: 'The value you sent.' },
      by: { $ref: '#/components/schemas/Signature' },
      at: { type: 'string', format: 'date-time', description: 'When they changed it.' },
    },
  },
};

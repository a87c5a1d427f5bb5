import { readFileSync } from 'node:fs';

export type Json = Record<string, any>;

/** One operation of the contract, with its references still in place. */
export interface Operation {
  id: string;
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  path: string;
  permission: string | undefined;
  parameters: Json[];
  /** Schema of the JSON body, when it takes one. */
  body: Json | undefined;
  bodyRequired: boolean;
  responses: Json;
}

export const contract = JSON.parse(
  readFileSync(new URL('../../../openapi/openapi.json', import.meta.url), 'utf8'),
) as Json;

export const operations: readonly Operation[] = Object.entries<Json>(contract['paths']).flatMap(
  ([path, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) => ({
      id: operation['operationId'] as string,
      method: method as Operation['method'],
      path,
      permission: operation['x-permission'] as string | undefined,
      parameters: (operation['parameters'] ?? []) as Json[],
      body: operation['requestBody']?.content?.['application/json']?.schema as Json | undefined,
      bodyRequired: operation['requestBody']?.required === true,
      responses: operation['responses'] as Json,
    })),
);

/** A schema with its reference followed and its parts of `allOf` and `anyOf` (the one that is not null) put together. */
export function resolved(schema: Json): Json {
  if (schema['$ref'] !== undefined) {
    const { $ref, ...beside } = schema;
    const name = String($ref).replace('#/components/schemas/', '');
    return resolved({ ...contract['components'].schemas[name], ...beside });
  }
  if (Array.isArray(schema['allOf'])) {
    const { allOf, ...beside } = schema;
    const parts = (allOf as Json[]).map(resolved);
    const properties = Object.assign({}, ...parts.map((part) => part['properties'] ?? {})) as Json;
    const required = parts.flatMap((part) => (part['required'] ?? []) as string[]);
    return { ...Object.assign({}, ...parts), properties, required, ...beside };
  }
  if (Array.isArray(schema['anyOf'])) {
    const { anyOf, ...beside } = schema;
    const isNull = (part: Json) => part['type'] === 'null';
    const solid = (anyOf as Json[]).find((part) => !isNull(part)) ?? {};
    const whole = { ...resolved(solid), ...beside };
    return (anyOf as Json[]).some(isNull) ? { ...whole, type: [whole['type'] ?? 'object', 'null'] } : whole;
  }
  return schema;
}

export const typesOf = (schema: Json): string[] => [schema['type'] ?? []].flat() as string[];

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Response } from 'supertest';
import { contract, type Json, type Operation } from './document.js';

/**
 * Holds an answer against the contract: its status is documented, its body is of the documented shape and has no member
 * that the contract does not name. Gives what is wrong, or nothing.
 */
export function faultsOfAnswer(operation: Operation, answer: Response): string[] {
  const documented = operation.responses[String(answer.status)] as Json | undefined;
  if (answer.status >= 500 && answer.status !== 503)
    return [`answered ${String(answer.status)}: ${answer.text}`];
  if (documented === undefined) return [`status ${String(answer.status)} is not documented: ${answer.text}`];
  const [mediaType, content] = Object.entries<Json>(documented['content'] ?? {})[0] ?? [];
  if (mediaType === undefined) return answer.text === '' || answer.text === undefined ? [] : ['has a body'];
  const given = answer.headers['content-type'] ?? '';
  const known = Object.keys(documented['content'] as Json);
  if (!known.some((type) => given.startsWith(type)))
    return [`is ${given}, documented is ${known.join(', ')}`];
  if (!/json/.test(given)) return [];
  const validate = validatorOf(`${operation.id} ${String(answer.status)}`, content?.['schema'] as Json);
  if (validate(answer.body)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  );
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
(formats as unknown as (ajv: Ajv2020) => void)(ajv);
ajv.addSchema({ $id: 'contract', components: closed(contract['components'] as Json) });
const validators = new Map<string, ValidateFunction>();

function validatorOf(key: string, schema: Json): ValidateFunction {
  const known = validators.get(key);
  if (known !== undefined) return known;
  const made = ajv.compile(withId(schema) as Json);
  validators.set(key, made);
  return made;
}

/** Schemas that allow no member they do not name, but where they say so. */
function closed(components: Json): Json {
  const schemas = Object.entries<Json>(components['schemas'] as Json).map(([name, schema]) => [
    name,
    schema['properties'] === undefined || schema['allOf'] !== undefined
      ? schema
      : {
          ...schema,
          additionalProperties: schema['additionalProperties'] ?? false,
          // An edit tells which versions it was merged over, beside the record itself.
          properties: { mergedFrom: { type: 'array' }, ...schema['properties'] },
        },
  ]);
  return { schemas: Object.fromEntries(schemas) as Json };
}

function withId(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withId);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? `contract${value}` : withId(value),
    ]),
  );
}

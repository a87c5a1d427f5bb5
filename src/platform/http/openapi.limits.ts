import type { OpenAPIObject } from '@nestjs/swagger';
import { getMetadataStorage } from 'class-validator';

type Json = Record<string, any>;

export type DtoClass = new () => object;

/** What of class-validator's metadata is read here. */
interface Check {
  type: string;
  propertyName: string;
  name?: string;
  each: boolean;
  constraints?: unknown[];
}

/**
 * Writes what the validators know into the contract: bounds, lengths, formats, and that a request has no other members
 * than those named. So a client is told beforehand what would be refused, and the two cannot drift apart.
 */
export function describeLimits(document: OpenAPIObject, dtos: readonly DtoClass[]): void {
  const schemas = (document.components?.schemas ?? {}) as Json;
  for (const [target, checks] of checksByClass(dtos)) {
    const schema = schemas[target.name] as Json | undefined;
    const properties = schema?.['properties'] as Json | undefined;
    if (schema === undefined || properties === undefined) continue;
    forgive(schema, checks);
    for (const check of checks) {
      const property = properties[check.propertyName] as Json | undefined;
      if (property !== undefined) limit(property, check);
    }
  }
  countIsInteger(document);
  loosenUnknown(schemas);
  const inRequests = requestSchemas(document);
  tellMoneyApart(document, inRequests);
  for (const name of inRequests) {
    const schema = schemas[name] as Json;
    if (schema['properties'] !== undefined) schema['additionalProperties'] ??= false;
  }
}

/** What may be absent is not required, also where the generator, which sees a class without its parents, says so. */
function forgive(schema: Json, checks: readonly Check[]): void {
  const optional = checks
    .filter(({ type }) => type === 'conditionalValidation')
    .map((check) => check.propertyName);
  const required = ((schema['required'] ?? []) as string[]).filter((name) => !optional.includes(name));
  if (required.length > 0) schema['required'] = required;
  else delete schema['required'];
}

/** Own and inherited checks of every DTO class, also of one that has inherited them all; and of classes made while running. */
function checksByClass(dtos: readonly DtoClass[]): [DtoClass, Check[]][] {
  const storage = getMetadataStorage();
  const { validationMetadatas } = storage as unknown as {
    validationMetadatas: Map<DtoClass, unknown>;
  };
  return [...new Set([...validationMetadatas.keys(), ...dtos])].map((target) => [
    target,
    storage.getTargetValidationMetadatas(target, '', false, false) as unknown as Check[],
  ]);
}

const keywords: Readonly<Record<string, (argument: unknown) => Json>> = {
  isInt: () => ({ type: 'integer' }),
  isUuid: () => ({ format: 'uuid' }),
  isEmail: () => ({ format: 'email' }),
  minLength: (minLength) => ({ minLength }),
  maxLength: (maxLength) => ({ maxLength }),
  min: (minimum) => ({ minimum }),
  max: (maximum) => ({ maximum }),
  matches: (pattern) => ({ pattern: (pattern as RegExp).source }),
  isIn: (values) => ({ enum: [...(values as unknown[])] }),
};
const ofLists: Readonly<Record<string, (argument: unknown) => Json>> = {
  arrayMinSize: (minItems) => ({ minItems }),
  arrayMaxSize: (maxItems) => ({ maxItems }),
  arrayUnique: () => ({ uniqueItems: true }),
};

function limit(property: Json, { name = '', each, constraints }: Check): void {
  const list = property['items'] as Json | undefined;
  if (ofLists[name] !== undefined && list !== undefined)
    Object.assign(property, ofLists[name](constraints?.[0]));
  const place = each ? list : property;
  const keyword = keywords[name];
  if (keyword === undefined || place === undefined || place['$ref'] !== undefined) return;
  const { type, enum: values, ...rest } = keyword(constraints?.[0]);
  const isNullable = Array.isArray(place['type']) || place['nullable'] === true;
  Object.assign(place, rest);
  if (type !== undefined) place['type'] = Array.isArray(place['type']) ? [type, 'null'] : type;
  if (values !== undefined) place['enum'] = isNullable ? [...values, null] : values;
}

/** Money, counts and minutes are whole; what is not (a quantity, a rate) is a decimal string here. */
function countIsInteger(node: unknown): void {
  if (Array.isArray(node)) {
    node.forEach(countIsInteger);
  } else if (typeof node === 'object' && node !== null) {
    const schema = node as Json;
    // Whoever means a fraction says so by its format.
    const isFraction = schema['format'] === 'double';
    if (schema['type'] === 'number' && !isFraction) schema['type'] = 'integer';
    if (Array.isArray(schema['type']) && !isFraction)
      schema['type'] = schema['type'].map((type: string) => (type === 'number' ? 'integer' : type));
    Object.values(schema).forEach(countIsInteger);
  }
}

/** What is `unknown` in a DTO comes out of the generator as an object; it may be any JSON. */
function loosenUnknown(schemas: Json): void {
  const members = Object.values<Json>(schemas).flatMap((schema) =>
    Object.values<Json>(schema['properties'] ?? {}),
  );
  for (const member of members) {
    const isBare = member['properties'] === undefined && member['additionalProperties'] === undefined;
    if (member['type'] === 'object' && isBare) delete member['type'];
  }
}

/** Money asked for is bounded; money answered with may be of either sign (a balance, a reversal). */
function tellMoneyApart(document: OpenAPIObject, inRequests: ReadonlySet<string>): void {
  const schemas = (document.components?.schemas ?? {}) as Json;
  const { MoneyDto: given } = schemas;
  if (given === undefined) return;
  const { amount, currency } = given.properties;
  const anyAmount = { ...amount };
  delete anyAmount.minimum;
  delete anyAmount.maximum;
  schemas['Money'] = { ...given, properties: { amount: anyAmount, currency } };
  const rename = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(rename);
    if (typeof node !== 'object' || node === null) return;
    const schema = node as Json;
    if (schema['$ref'] === '#/components/schemas/MoneyDto') schema['$ref'] = '#/components/schemas/Money';
    Object.values(schema).forEach(rename);
  };
  for (const [name, schema] of Object.entries(schemas)) if (!inRequests.has(name)) rename(schema);
  for (const methods of Object.values(document.paths))
    for (const operation of Object.values(methods as Json)) rename((operation as Json)['responses']);
}

/** Names of the schemas that requests are made of, nested ones too. */
function requestSchemas(document: OpenAPIObject): Set<string> {
  const schemas = (document.components?.schemas ?? {}) as Json;
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key !== '$ref') {
        visit(value);
        continue;
      }
      const name = String(value).replace('#/components/schemas/', '');
      if (found.has(name)) continue;
      found.add(name);
      visit(schemas[name]);
    }
  };
  for (const methods of Object.values(document.paths))
    for (const operation of Object.values(methods as Json)) visit((operation as Json)['requestBody']);
  return found;
}

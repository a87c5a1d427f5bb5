import { resolved, typesOf, type Json } from './document.js';
import type { World } from './world.js';

let count = 0;

/** A body that the contract says is right, from the examples it gives, with ids of what is really there. */
export function sample(schema: Json, world: World, only?: 'required'): Json {
  const { properties = {}, required = [] } = resolved(schema) as { properties?: Json; required?: string[] };
  const names = Object.keys(properties).filter((name) => only !== 'required' || required.includes(name));
  return Object.fromEntries(names.map((name) => [name, valueOf(properties[name] as Json, name, world)]));
}

function valueOf(unresolved: Json, name: string, world: World): unknown {
  const schema = resolved(unresolved);
  const types = typesOf(schema);
  if (types.includes('array')) {
    if (/Ids$/.test(name)) return [world.idFor(name)];
    return schema['example'] ?? [valueOf((schema['items'] ?? {}) as Json, name, world)];
  }
  if (/Id$/.test(name) && schema['format'] === 'uuid') return world.idFor(name);
  if (schema['properties'] !== undefined) return sample(schema, world);
  if (schema['example'] !== undefined)
    return /^(name|code|login)$/.test(name) ? unique(schema) : (schema['example'] as unknown);
  return plainest(schema, types, world);
}

function plainest(schema: Json, types: string[], world: World): unknown {
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  if (schema['format'] === 'date') return world.today;
  if (schema['format'] === 'date-time') return `${world.today}T00:00:00.000Z`;
  const byType: Json = { integer: schema['minimum'] ?? 1, boolean: false, object: {} };
  return byType[types[0] ?? ''] ?? 'text';
}

function unique(schema: Json): string {
  count += 1;
  return `${String(schema['example']).slice(0, 12)}${String(count)}`;
}

export interface Fault {
  what: string;
  body: Json;
  /** Where the problem must point. */
  pointer: string;
}

/** Every way a body can break what the contract says of it, one fault each. */
export function brokenBodies(schema: Json, world: World): Fault[] {
  const shape = resolved(schema) as { properties?: Json; required?: string[] };
  const good = sample(schema, world);
  const faults: Fault[] = [{ what: 'unknown member', body: { ...good, surprise: 1 }, pointer: '#/surprise' }];
  for (const name of shape.required ?? []) {
    const body = Object.fromEntries(Object.entries(good).filter(([member]) => member !== name));
    faults.push({ what: `without ${name}`, body, pointer: `#/${name}` });
  }
  for (const [name, property] of Object.entries<Json>(shape.properties ?? {})) {
    for (const [what, value] of wrongValues(resolved(property)))
      // A password that is only compared may be anything.
      if (!(what === 'with NUL' && /password/i.test(name)))
        faults.push({ what: `${name} ${what}`, body: { ...good, [name]: value }, pointer: `#/${name}` });
  }
  return faults;
}

function wrongValues(schema: Json): [string, unknown][] {
  const types = typesOf(schema);
  if (types.length === 0) return [];
  return [
    ['of a wrong type', types.includes('object') ? 'text' : { odd: true }],
    ...(types.includes('null') ? [] : [['null', null] as [string, unknown]]),
    ...types.flatMap((type) => wrongOf[type]?.(schema) ?? []),
  ];
}

type Wrong = [string, unknown][];

const wrongOf: Readonly<Record<string, (schema: Json) => Wrong>> = {
  string: (schema) => [
    ['a number', 5],
    ['with NUL', 'a\u0000b'],
    ...only(schema['maxLength'] !== undefined, 'too long', 'x'.repeat(Number(schema['maxLength'] ?? 0) + 1)),
    ...only(schema['minLength'] > 0, 'empty', ''),
    ...only(schema['enum'] !== undefined, 'not of the list', 'no-such-value'),
    ...(wrongFormats[schema['format'] as string] ?? []),
  ],
  integer: (schema) => [
    ['a text', '5'],
    ['a fraction', 1.5],
    ['beyond all bounds', 1e300],
    ...only(schema['minimum'] !== undefined, 'too small', Number(schema['minimum']) - 1),
    ...only(schema['maximum'] !== undefined, 'too large', Number(schema['maximum']) + 1),
  ],
  boolean: () => [['a text', 'true']],
  array: (schema) => [
    ['of odd items', [5, { a: 1 }]],
    ...only(
      schema['maxItems'] !== undefined,
      'too many',
      Array(Number(schema['maxItems'] ?? 0) + 1).fill('x'),
    ),
    ...only(schema['minItems'] > 0, 'none', []),
  ],
};

const wrongFormats: Readonly<Record<string, Wrong>> = {
  date: [['a day that is not', '2026-02-30']],
  'date-time': [['an instant that is not', '2026-13-01T00:00:00Z']],
  uuid: [['no id', 'not-an-id']],
  email: [['no address', 'nobody']],
};

const only = (isSo: boolean, what: string, value: unknown): Wrong => (isSo ? [[what, value]] : []);

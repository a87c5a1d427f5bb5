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
  if (/Id$/.test(name) && types.includes('string') && schema['format'] === 'uuid') return world.idFor(name);
  if (schema['properties'] !== undefined) return sample(schema, world);
  if (schema['example'] !== undefined)
    return /^(name|code|login)$/.test(name) ? unique(schema) : schema['example'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0];
  if (types.includes('integer')) return schema['minimum'] ?? 1;
  if (types.includes('boolean')) return false;
  if (schema['format'] === 'date') return world.today;
  if (schema['format'] === 'date-time') return `${world.today}T00:00:00.000Z`;
  if (types.includes('object')) return {};
  return 'text';
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
    const { [name]: _, ...body } = good;
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
  const wrong: [string, unknown][] = [];
  if (types.length > 0) wrong.push(['of a wrong type', types.includes('object') ? 'text' : { odd: true }]);
  if (!types.includes('null') && types.length > 0) wrong.push(['null', null]);
  if (types.includes('string')) {
    wrong.push(['a number', 5]);
    if (schema['maxLength'] !== undefined)
      wrong.push(['too long', 'x'.repeat(Number(schema['maxLength']) + 1)]);
    if (schema['minLength'] > 0) wrong.push(['empty', '']);
    if (schema['enum'] !== undefined) wrong.push(['not of the list', 'no-such-value']);
    if (schema['format'] === 'date') wrong.push(['a day that is not', '2026-02-30']);
    if (schema['format'] === 'date-time') wrong.push(['an instant that is not', '2026-13-01T00:00:00Z']);
    if (schema['format'] === 'uuid') wrong.push(['no id', 'not-an-id']);
    if (schema['format'] === 'email') wrong.push(['no address', 'nobody']);
    wrong.push(['with NUL', 'a\u0000b']);
  }
  if (types.includes('integer')) {
    wrong.push(['a text', '5'], ['a fraction', 1.5]);
    if (schema['minimum'] !== undefined) wrong.push(['too small', Number(schema['minimum']) - 1]);
    if (schema['maximum'] !== undefined) wrong.push(['too large', Number(schema['maximum']) + 1]);
    wrong.push(['beyond all bounds', 1e300]);
  }
  if (types.includes('boolean')) wrong.push(['a text', 'true']);
  if (types.includes('array')) {
    wrong.push(['of a number', [5, { a: 1 }]]);
    if (schema['maxItems'] !== undefined)
      wrong.push(['too many', Array(Number(schema['maxItems']) + 1).fill('x')]);
    if (schema['minItems'] > 0) wrong.push(['none', []]);
  }
  return wrong;
}

/** Something that happened in the business: past tense, `noun.verbed`; ids and numbers only, never personal data. */
export interface EventDefinition<T extends object> {
  (data: T): RecordedEvent<T>;
  readonly eventName: string;
}

export interface RecordedEvent<T extends object = object> {
  readonly name: string;
  readonly data: T;
}

const names = new Set<string>();

/** Declares an event once, beside the module that publishes it. */
export function defineEvent<T extends object>(name: string): EventDefinition<T> {
  if (!/^[a-z][a-z-]*\.[a-z][a-z-]*$/.test(name)) throw new Error(`not an event name: ${name}`);
  if (names.has(name)) throw new Error(`event declared twice: ${name}`);
  names.add(name);
  return Object.assign((data: T) => ({ name, data }), { eventName: name });
}

export const eventNames = (): string[] => [...names].sort();

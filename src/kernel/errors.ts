/**
 * A business fault that a caller can understand. It knows nothing of HTTP: `platform/http` maps `kind` to a status,
 * so rules, jobs and commands can throw it. `code` is stable for ever; texts may be reworded and translated.
 */
export type ErrorKind =
  | 'malformed' // the request cannot be read
  | 'invalid' // readable, but a value breaks a rule of form
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found' // also: exists, but out of the caller's reach
  | 'conflict' // the state of the record, or another writer, says no
  | 'rule' // well formed, but a business rule says no
  | 'stale' // If-Match names an older version
  | 'precondition_required'
  | 'too_large'
  | 'unsupported_media'
  | 'not_acceptable'
  | 'too_many'
  | 'unavailable'
  | 'internal';

export type Language = 'en' | 'ru';
export type Params = Readonly<Record<string, unknown>>;

/** Title and detail in one language; `{name}` in the detail is filled from the params. */
export interface ErrorText {
  readonly title: string;
  readonly detail: string;
}

/** One fault inside a request: a pointer into the body (`#/guardians/0/phone`) or the name of a parameter. */
export interface Fault {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly code: string;
  readonly detail: string;
  readonly params?: Params;
}

export interface ErrorDefinition {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly en: ErrorText;
  readonly ru: ErrorText;
}

/** Extra members a problem may carry beside the standard ones. */
export interface ErrorExtras {
  readonly faults?: readonly Fault[];
  readonly conflicts?: readonly unknown[];
  readonly retryAfterSeconds?: number;
}

export class DomainError extends Error {
  constructor(
    readonly definition: ErrorDefinition,
    readonly params: Params = {},
    readonly extras: ErrorExtras = {},
  ) {
    super(`${definition.code} ${JSON.stringify(params)}`);
    this.name = 'DomainError';
  }

  get code(): string {
    return this.definition.code;
  }

  get kind(): ErrorKind {
    return this.definition.kind;
  }

  text(language: Language): ErrorText {
    const text = this.definition[language];
    return { title: text.title, detail: fill(text.detail, this.params) };
  }
}

/** A declared error: call it to make one to throw, compare `error.code` to recognise one. */
export interface DeclaredError {
  (params?: Params, extras?: ErrorExtras): DomainError;
  readonly definition: ErrorDefinition;
}

const catalogue = new Map<string, ErrorDefinition>();

/** Declares an error once; status, OpenAPI and the `/problems/{code}` page are derived from it. */
export function defineError(definition: ErrorDefinition): DeclaredError {
  if (catalogue.has(definition.code)) throw new Error(`error code declared twice: ${definition.code}`);
  catalogue.set(definition.code, definition);
  const declare = (params: Params = {}, extras: ErrorExtras = {}) =>
    new DomainError(definition, params, extras);
  return Object.assign(declare, { definition });
}

/** Every error declared so far, in order of code. */
export function errorCatalogue(): ErrorDefinition[] {
  return [...catalogue.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

function fill(template: string, params: Params): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : typeof value === 'string' ? value : JSON.stringify(value);
  });
}

import { scopeOf, type Actor, type Scope } from '../../kernel/actor.js';
import type { DomainError, Fault, Language, Params } from '../../kernel/errors.js';

export const STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;
export type OperationStatus = (typeof STATUSES)[number];

/** What a module asks to be done later. */
export interface OperationRequest {
  kind: string;
  /** Asked for when the work begins, of whoever asked for the work. */
  permission: string;
  /** What the handler needs to know; ids and choices, no personal data. */
  request: object;
  /** Taken away when the operation ends. */
  inputFileId?: string;
  /** The same key of the same caller while the first is under way joins it. */
  dedupeKey?: string;
  /** Seconds for which no worker takes it: the caller carries it out here. */
  keptFor?: number;
}

/** An error as the row keeps it: texts are made when it is read, in the reader's language. */
export interface StoredError {
  code: string;
  params: Params;
  faults?: readonly Fault[];
}

export const storedError = ({ code, params, extras }: DomainError): StoredError => ({
  code,
  params,
  ...(extras.faults === undefined ? {} : { faults: extras.faults }),
});

/** Who asked. */
export interface StoredActor {
  kind: Actor['kind'];
  userId: string | null;
  login: string;
  name: string;
  branchIds: readonly string[];
  permissions: Record<string, Scope>;
}

export const storedActor = (actor: Actor): StoredActor => ({
  kind: actor.kind,
  userId: actor.userId,
  login: actor.login,
  name: actor.name,
  branchIds: actor.branchIds,
  permissions: Object.fromEntries(actor.permissions),
});

export const ownerOf = (actor: Actor): string => actor.userId ?? actor.login;

const WIDTH: Readonly<Record<Scope, number>> = { own: 1, branch: 2, all: 3 };

/** What they may do now, and never more than what they might do when they asked. */
export function narrowed(now: Actor, then: StoredActor): Actor {
  const permissions = new Map<string, Scope>();
  for (const [code, scope] of Object.entries(then.permissions)) {
    const held = scopeOf(now, code);
    if (held !== null) permissions.set(code, WIDTH[held] < WIDTH[scope] ? held : scope);
  }
  const branchIds = now.branchIds.filter((id) => then.branchIds.includes(id));
  return { ...now, login: then.login, name: then.name, branchIds, permissions };
}

/** How a module shows a stored result to a reader: sentences are made here, from codes. */
export type Present = (result: object, language: Language) => object;

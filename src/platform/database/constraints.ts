import type { DeclaredError, DomainError, Params } from '../../kernel/errors.js';

/**
 * The database says no by the name of a constraint; the module that owns it says what that means to a caller.
 * So use cases insert and translate, and never look first and insert later.
 */
const errors = new Map<string, DeclaredError>();

export function translateConstraint(constraint: string, error: DeclaredError): void {
  errors.set(constraint, error);
}

/** The named error for a database fault, or null when nobody declared one. */
export function translated(fault: unknown): DomainError | null {
  const { constraint, hint } = databaseFault(fault) ?? {};
  const error = constraint === undefined ? undefined : errors.get(constraint);
  return error === undefined ? null : error(paramsOf(hint));
}

/** A trigger of ours says in its hint, as JSON, what the error is to name. */
function paramsOf(hint: string | undefined): Params {
  return hint?.startsWith('{') === true ? (JSON.parse(hint) as Params) : {};
}

export interface DatabaseFault {
  code?: string;
  constraint?: string;
  hint?: string;
}

/** The PostgreSQL error inside a fault, whether the driver or TypeORM threw it. */
export function databaseFault(fault: unknown): DatabaseFault | null {
  if (typeof fault !== 'object' || fault === null) return null;
  const inner = (fault as { driverError?: unknown }).driverError ?? fault;
  const code = (inner as DatabaseFault).code;
  return typeof code === 'string' ? inner : null;
}

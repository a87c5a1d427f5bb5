import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The one ambient value: which job is running, for logs and for the audit trail. Never for decisions. The HTTP process does
 * without: a request's id goes with its actor, since an ambient value makes every promise of a process dearer.
 */
export interface RequestContext {
  requestId: string;
  job?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

export const requestContext = (): RequestContext | undefined => storage.getStore();

export function withRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

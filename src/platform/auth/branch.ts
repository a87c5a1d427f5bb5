import { reachesBranch, type Actor } from '../../kernel/actor.js';
import { BranchOutOfReach } from '../http/http.errors.js';

/** Refuses a write into a branch that is out of the actor's reach under this permission. */
export function assertBranch(actor: Actor, permission: string, branchId: string): void {
  if (!reachesBranch(actor, permission, branchId)) throw BranchOutOfReach({ branchId });
}

import { Injectable } from '@nestjs/common';
import type { Tx } from '../database/tx.js';
import { Commands } from '../http/commands.js';
import { languageOf } from '../http/problem.js';
import { actorOf, type ApiRequest } from '../http/request.js';
import type { OperationRequest } from './operation.js';
import type { Operation } from './operations.dto.js';
import { Operations } from './operations.js';
import { OperationsQueries } from './operations.queries.js';

const LONGEST_WAIT = 30;

/**
 * The door for long work: `202` with the operation to follow, or, when the caller prefers to wait and it ends in time,
 * `200` with the finished one. An Idempotency-Key gives the same operation again.
 */
@Injectable()
export class LongWorkDoor {
  constructor(
    private readonly commands: Commands,
    private readonly operations: Operations,
    private readonly queries: OperationsQueries,
  ) {}

  /** `ask` keeps what the work needs and says what is to be done; `isRehearsal` is the caller's `dryRun`. */
  async accept(
    request: ApiRequest,
    ask: (tx: Tx, isRehearsal: boolean) => Promise<OperationRequest>,
  ): Promise<Operation> {
    const language = languageOf(request.headers['accept-language']);
    const accepted = await this.commands.accept(request, async (tx, isRehearsal) => {
      const { id } = await this.operations.start(tx, await ask(tx, isRehearsal));
      return this.queries.get(tx, tx.actor, id, language);
    });
    const seconds = waitOf(request.headers['prefer']);
    if (seconds === 0) return accepted;
    const wait = { seconds, language };
    const finished = await this.queries.whenFinished(actorOf(request), accepted.id, wait);
    if (finished === null) return accepted;
    const headers = { ...request.outcome?.headers };
    delete headers['retry-after'];
    request.outcome = {
      status: 200,
      headers: { ...headers, 'preference-applied': `wait=${String(seconds)}` },
    };
    return finished;
  }
}

/** RFC 7240: what is not understood is passed over. */
export function waitOf(header: string | string[] | undefined): number {
  const preferences = [header ?? ''].flat().join(',').split(',');
  const wait = preferences.map((one) => /^\s*wait\s*=\s*"?(\d{1,6})"?\s*(;|$)/i.exec(one)?.[1]);
  return Math.min(LONGEST_WAIT, Number(wait.find((one) => one !== undefined) ?? 0));
}

import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RequestMalformed, invalid } from '../../kernel/faults.js';
import { Db } from '../database/db.js';
import type { Tx } from '../database/tx.js';
import type { EditBase } from '../database/versioned.js';
import { IdempotencyStore } from './idempotency.js';
import { actorOf, type ApiRequest } from './request.js';

type Work<T> = (tx: Tx) => Promise<T>;

/**
 * The door for everything that changes: opens the one transaction of a request, claims and finishes its
 * Idempotency-Key inside it, rehearses when asked, and says status and headers.
 */
@Injectable()
export class Commands {
  constructor(
    private readonly db: Db,
    private readonly idempotency: IdempotencyStore,
  ) {}

  /** `201` with `Location` of the new record. */
  create<T extends { id: string }>(
    request: ApiRequest,
    work: Work<T>,
    location?: (made: T) => string,
  ): Promise<T> {
    return this.perform(request, work, (made) => ({
      status: 201,
      headers: { location: location?.(made) ?? `${pathOf(request)}/${made.id}` },
    }));
  }

  /** An edit: `200`, based on a version in the body or on `If-Match`; says which versions it was merged over. */
  change<T>(request: ApiRequest, work: (tx: Tx, base: EditBase) => Promise<T>): Promise<T> {
    const base = baseOf(request);
    return this.run(request, async (tx) => {
      const result = await work(tx, base);
      return tx.mergedFrom.length === 0 ? result : { ...result, mergedFrom: tx.mergedFrom };
    });
  }

  /** Any other transition: `200` with its answer. */
  run<T>(request: ApiRequest, work: Work<T>): Promise<T> {
    return this.perform(request, work, () => ({ status: 200, headers: {} }));
  }

  /** `204`, nothing to show. */
  remove(request: ApiRequest, work: Work<void>): Promise<void> {
    return this.perform(request, work, () => ({ status: 204, headers: {} }));
  }

  /**
   * Long work: `202` with the address of its operation. A rehearsal is an operation as well, and its row is kept; what it
   * rehearses is not.
   */
  accept<T extends { id: string }>(
    request: ApiRequest,
    work: (tx: Tx, isRehearsal: boolean) => Promise<T>,
  ): Promise<T> {
    const isRehearsal = readDryRun(request);
    const outcomeOf = ({ id }: T) => ({
      status: 202,
      headers: { location: `/v1/operations/${id}`, 'retry-after': '1' },
    });
    return this.perform(request, (tx) => work(tx, isRehearsal), outcomeOf, false);
  }

  private async perform<T>(
    request: ApiRequest,
    work: Work<T>,
    outcomeOf: (result: T) => { status: number; headers: Record<string, string> },
    dryRun = readDryRun(request),
  ): Promise<T> {
    const actor = actorOf(request);
    const key = readKey(request);
    const whole = async (tx: Tx): Promise<T> => {
      if (key === null) {
        const result = await work(tx);
        request.outcome = outcomeOf(result);
        return result;
      }
      const claim = { caller: actor.login, key, fingerprint: fingerprint(request) };
      const stored = await this.idempotency.claim(tx, claim);
      if (stored !== null) {
        request.outcome = {
          status: stored.status,
          headers: { ...stored.headers, 'idempotent-replayed': 'true' },
        };
        return (stored.body === null ? undefined : JSON.parse(stored.body)) as T;
      }
      const result = await work(tx);
      request.outcome = outcomeOf(result);
      this.idempotency.finish(tx, claim, {
        ...outcomeOf(result),
        body: result === undefined ? null : JSON.stringify(result),
      });
      return result;
    };
    return this.db.tx(actor, whole, { dryRun });
  }
}

const pathOf = (request: ApiRequest): string => request.url.split('?')[0] ?? '';

function readDryRun(request: ApiRequest): boolean {
  const { dryRun, ...rest } = request.query as Record<string, unknown>;
  const unknown = Object.keys(rest).filter((name) => !(request.allowedQuery ?? []).includes(name));
  if (unknown.length > 0) {
    throw RequestMalformed(
      {},
      {
        faults: unknown.map((parameter) => ({
          parameter,
          code: 'member.unknown',
          detail: 'There is no such parameter here.',
        })),
      },
    );
  }
  if (dryRun === undefined || dryRun === 'false') return false;
  if (dryRun === 'true') return true;
  throw invalid([{ parameter: 'dryRun', code: 'boolean.not-valid', detail: 'Give true or false.' }]);
}

function readKey(request: ApiRequest): string | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key === 'string' && /^[\x21-\x7e]{16,255}$/.test(key)) return key;
  throw invalid([
    {
      parameter: 'Idempotency-Key',
      code: 'idempotency.key-not-valid',
      detail: 'A key is 16 to 255 visible ASCII characters.',
    },
  ]);
}

/** What makes a repeated request the same request. */
function fingerprint(request: ApiRequest): string {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
    .digest('base64url');
}

const ENTITY_TAG = /^"v(\d+)(?:\.[\w-]+)?"$/;

function baseOf(request: ApiRequest): EditBase {
  const header = request.headers['if-match'];
  const version = (request.body as { version?: number } | undefined)?.version ?? null;
  if (header === undefined) return { version, ifMatch: null };
  if (header === '*') return { version, ifMatch: '*' };
  const tag = ENTITY_TAG.exec(header);
  // A tag that is none of ours cannot match: RFC 9110 says 412, which an impossible version gives.
  return { version, ifMatch: tag === null ? -1 : Number(tag[1]) };
}

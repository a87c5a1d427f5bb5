import type { Pool, QueryConfig, QueryResult } from 'pg';
import { readTogether } from './batch.js';

/** So that what came first does not wait long for what came last, and a burst uses more than one process of the server. */
const MOST = 4;

interface Asked {
  statement: QueryConfig;
  resolve: (result: QueryResult) => void;
  reject: (fault: unknown) => void;
}

/**
 * Reads that take a fraction of a millisecond, where to send one and be woken by its answer costs more than the reading. What
 * many callers ask in one turn of the event loop goes to the server together, over one connection; a caller alone waits for nobody.
 */
export class QuickReads {
  private asked: Asked[] = [];

  constructor(private readonly pool: () => Pool) {}

  ask(statement: QueryConfig): Promise<QueryResult> {
    return new Promise((resolve, reject) => {
      if (this.asked.length === 0) setImmediate(() => this.send());
      this.asked.push({ statement, resolve, reject });
    });
  }

  private send(): void {
    const { asked } = this;
    this.asked = [];
    for (let at = 0; at < asked.length; at += MOST) void this.together(asked.slice(at, at + MOST));
  }

  private async together(asked: readonly Asked[]): Promise<void> {
    const statements = asked.map(({ statement }) => statement);
    const results =
      statements.length === 1 ? [] : await readTogether(this.pool(), statements).catch(() => []);
    for (const [index, { statement, resolve, reject }] of asked.entries()) {
      const result = results[index];
      if (result !== undefined) resolve(result);
      // Alone, or beside one that failed: the fault is that of one, and the others have their answers.
      else this.pool().query(statement).then(resolve, reject);
    }
  }
}

import pg, {
  type ClientBase,
  type Connection,
  type Pool,
  type QueryConfig,
  type QueryResult,
  type Submittable,
} from 'pg';

/** What the driver does with a query of its own; its types leave out the half that the wire speaks to. */
type DriverQuery = Submittable & {
  readonly name?: string;
  readonly text: string;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
  handleEmptyQuery(connection: Connection): void;
  handleReadyForQuery(connection: Connection): void;
  handleError(fault: Error, connection: Connection): void;
};
const Query = pg.Query as unknown as new (
  config: QueryConfig & { queryMode: 'extended' },
  callback: (fault: Error | null, result: QueryResult) => void,
) => DriverQuery;
const { prepareValue } = (pg as unknown as { utils: { prepareValue: (value: unknown) => unknown } }).utils;

type Wire = Connection & { submittedNamedStatements: Record<string, string> };

/**
 * Statements that go to the server together and are answered together: one write, one wait. They run one after the other,
 * each seeing what those before it did; after one that fails none runs. Each is a query of the driver, which writes and reads
 * it; of the synchronisations that would end each of them, only that after the last one is sent.
 */
class Batch implements Submittable {
  private at = 0;

  constructor(private readonly queries: readonly DriverQuery[]) {}

  /** The driver notes by these which statement a connection has prepared. */
  get name(): string | undefined {
    return this.current.name;
  }
  get text(): string {
    return this.current.text;
  }

  submit(connection: Connection): void {
    const { stream } = connection;
    const unended = Object.create(connection, { sync: { value: () => undefined } }) as Connection;
    stream.cork();
    for (const query of this.queries) query.submit(unended);
    connection.sync();
    stream.uncork();
  }

  handleRowDescription(message: unknown): void {
    this.current.handleRowDescription(message);
  }
  handleDataRow(message: unknown): void {
    this.current.handleDataRow(message);
  }
  handleCommandComplete(message: unknown, connection: Connection): void {
    this.current.handleCommandComplete(message, connection);
    this.at += 1;
  }
  handleEmptyQuery(): void {
    this.at += 1;
  }
  handleReadyForQuery(connection: Connection): void {
    for (const query of this.queries) query.handleReadyForQuery(connection);
  }
  handleError(fault: Error, connection: Wire): void {
    // What was sent after the statement that failed was passed over, unprepared.
    for (const { name } of this.queries.slice(this.at))
      if (name !== undefined) Reflect.deleteProperty(connection.submittedNamedStatements, name);
    for (const query of this.queries) query.handleError(fault, connection);
  }

  private get current(): DriverQuery {
    return this.queries[Math.min(this.at, this.queries.length - 1)] as DriverQuery;
  }
}

interface Said {
  readonly statement: QueryConfig;
  /** Of those somebody waits for. */
  readonly resolve?: (result: QueryResult) => void;
  readonly reject?: (fault: unknown) => void;
}

/**
 * What is said to the server in one transaction: what nobody waits for goes with the next that somebody does, and what is
 * asked in one turn (`Promise.all`) goes together, in the order of asking. A fault of any of them is that of all.
 */
export class Pipeline {
  private waiting: Said[];
  private isAsked = false;
  private isOver = false;

  constructor(
    private readonly client: ClientBase,
    opening: readonly QueryConfig[],
  ) {
    this.waiting = opening.map((statement) => ({ statement }));
  }

  later(statement: QueryConfig): void {
    this.waiting.push({ statement });
  }

  async send(statement: QueryConfig): Promise<QueryResult> {
    try {
      return await new Promise<QueryResult>((resolve, reject) => {
        this.waiting.push({ statement, resolve, reject });
        if (this.isAsked) return;
        this.isAsked = true;
        process.nextTick(() => void this.flush());
      });
    } catch (fault) {
      // As the driver does: the trace of whoever asked, not of the socket.
      if (fault instanceof Error) Error.captureStackTrace(fault);
      throw fault;
    }
  }

  /** Nothing may be said any more: of two things that went on together one failed, and the other is not to go on without its transaction. */
  end(): void {
    this.isOver = true;
  }

  private async flush(): Promise<void> {
    const said = this.waiting;
    [this.waiting, this.isAsked] = [[], false];
    try {
      if (this.isOver) throw new Error('the transaction is over');
      const statements = said.map(({ statement }) => statement);
      const [only] = statements;
      const results =
        only !== undefined && statements.length === 1
          ? [await this.client.query(only)]
          : await runTogether(this.client, statements);
      said.forEach(({ resolve }, index) => resolve?.(results[index] as QueryResult));
    } catch (fault) {
      for (const { reject } of said) reject?.(fault);
    }
  }
}

/** Runs statements as one batch, in one transaction of its own if none is open; gives the result of each. */
async function runTogether(client: ClientBase, statements: readonly QueryConfig[]): Promise<QueryResult[]> {
  // A value that cannot be written is found here, before anything is sent.
  const ready = statements.map(({ values = [], ...rest }) => ({
    ...rest,
    values: (values as unknown[]).map(prepareValue),
  }));
  return new Promise<QueryResult[]>((resolve, reject) => {
    const results: QueryResult[] = [];
    const queries = ready.map(
      (statement) =>
        new Query({ ...statement, queryMode: 'extended' }, (fault, result) => {
          if (fault !== null) reject(fault);
          else if (results.push(result) === ready.length) resolve(results);
        }),
    );
    client.query(new Batch(queries));
  });
}

/** Reads that go together over one connection of the pool. One that had a fault is not given to anybody else. */
export async function readTogether(pool: Pool, statements: readonly QueryConfig[]): Promise<QueryResult[]> {
  const client = await pool.connect();
  // The end of a connection is told beside the fault it made, and must be heard: unheard, it would end the process.
  const ignore = (): void => undefined;
  client.on('error', ignore);
  let isSound = false;
  try {
    const results = await runTogether(client, statements);
    isSound = true;
    return results;
  } finally {
    client.off('error', ignore);
    client.release(!isSound);
  }
}

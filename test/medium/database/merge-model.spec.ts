import fc from 'fast-check';
import { systemActor } from '../../../src/kernel/actor.js';
import { DomainError } from '../../../src/kernel/errors.js';
import { ActivitiesService } from '../../../src/modules/catalogue/index.js';
import { ClientsService } from '../../../src/modules/clients/index.js';
import { newId } from '../../../src/platform/database/ids.js';
import { sql } from '../../../src/platform/database/sql.js';
import type { Tx } from '../../../src/platform/database/tx.js';
import type { EditBase } from '../../../src/platform/database/versioned.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { activityKind, clientKind, type Kind } from './merge-kinds.js';
import { apply, difference, equal, orders, stateAt } from './three-way.js';
import type { Conflict, Edit, Json, Outcome, State, Version } from './three-way.js';

/** Conflicts tell money as the contract does; the model knows minor units. */
const plain = <T>(value: T): T =>
  typeof value === 'object' && value !== null && 'currency' in value && 'amount' in value
    ? (value.amount as T)
    : value;

/**
 * Several people edit one record from versions they loaded at some time, one after another and truly at once. What comes
 * of each edit, the record, its versions and its trail are what a three-way merge in memory gives; for edits at once, in
 * one of their orders.
 */

/** Which value is sent: one of a few, what the base had, or what stands now. */
type Choice = { from: 'pool'; pick: number } | { from: 'base' } | { from: 'current' };
interface Draft {
  by: string;
  /** How many versions ago the editor loaded the record; -1 is a version that is not there yet. */
  staleness: number;
  way: 'merge' | 'strict' | 'strict and version' | 'any' | 'neither';
  fields: readonly { pick: number; choice: Choice }[];
}

interface Step {
  version: number;
  by: string;
  before: State;
  after: State;
}
type Change = (tx: Tx, id: string, patch: object, base: EditBase) => Promise<object>;

let test: TestApp;
let branchId: string;
/** How often each outcome was met, alone and at once: a model nobody contradicts proves nothing. */
const met = new Map<string, number>();

beforeAll(async () => {
  test = await startTestApp({ DATABASE_POOL: '8' });
  branchId = newId();
  await test.tx((tx) =>
    tx.run(
      sql`insert into branches (id, code, name, time_zone) values (${branchId}, 'main', 'Main', 'Europe/Moscow')`,
    ),
  );
});
afterAll(() => test.close());

const choice: fc.Arbitrary<Choice> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ from: fc.constant('pool' as const), pick: fc.nat(1_000) }) },
  { weight: 1, arbitrary: fc.constant({ from: 'base' as const }) },
  { weight: 1, arbitrary: fc.constant({ from: 'current' as const }) },
);
const draft: fc.Arbitrary<Draft> = fc.record({
  by: fc.constantFrom('anna', 'boris', 'vera', 'gleb'),
  staleness: fc.constantFrom(0, 0, 1, 1, 2, 3, 5, 8, -1),
  way: fc.constantFrom('merge', 'merge', 'merge', 'merge', 'strict', 'strict and version', 'any', 'neither'),
  fields: fc.array(fc.record({ pick: fc.nat(1_000), choice }), { minLength: 1, maxLength: 5 }),
});
/** Batches of one are edits one after another. */
const batches = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.array(draft, { minLength: 1, maxLength: 1 }) },
    { weight: 2, arbitrary: fc.array(draft, { minLength: 2, maxLength: 4 }) },
  ),
  { minLength: 3, maxLength: 7 },
);

it.each([
  [
    'a client',
    clientKind,
    'clients',
    (): Change =>
      (...given) =>
        get(ClientsService).change(...given),
  ],
  [
    'an activity',
    activityKind,
    'activities',
    (): Change =>
      (...given) =>
        get(ActivitiesService).change(...given),
  ],
] as const)(
  'edits of %s by several people come out as a three-way merge of fields',
  async (_, kind, table, change) => {
    met.clear();
    await fc.assert(
      fc.asyncProperty(batches, async (plan) => {
        await new Play(kind, table, change()).run(plan);
      }),
      { numRuns: 320, seed: 20_261_123, endOnFailure: false },
    );
    const seldom = kind.outcomes
      .flatMap((outcome) => [`alone ${outcome}`, `at once ${outcome}`])
      .filter((outcome) => (met.get(outcome) ?? 0) < 5);
    expect({ seldom, met: Object.fromEntries(met) }).toMatchObject({ seldom: [] });
  },
  300_000,
);

/** One record and the history the model keeps of it. */
class Play {
  private readonly id = newId();
  private history: readonly Version[] = [];

  constructor(
    private readonly kind: Kind,
    private readonly table: string,
    private readonly change: Change,
  ) {}

  async run(plan: readonly (readonly Draft[])[]): Promise<void> {
    const start = this.kind.start(this.id, branchId);
    this.history = [{ by: 'test', state: start }];
    await test.tx((tx) => tx.run(this.kind.insertion(this.id, start)));
    for (const batch of plan) await this.batch(batch.map((one) => this.edit(one)));
  }

  private edit({ by, staleness, way, fields }: Draft): Edit {
    const latest = this.history.length;
    const loaded = Math.max(1, latest - staleness);
    const [base, current] = [stateAt(this.history, Math.min(loaded, latest)), stateAt(this.history, latest)];
    const names = Object.keys(this.kind.values);
    const patch = fields.map(({ pick, choice: which }): [string, Json] => {
      const name = names[pick % names.length] ?? '';
      const pool = this.kind.values[name] ?? [];
      if (which.from === 'pool') return [name, pool[which.pick % pool.length] ?? null];
      return [name, (which.from === 'base' ? base : current)[name] ?? null];
    });
    const strict = way === 'any' ? '*' : way.startsWith('strict') ? loaded : null;
    const version = way === 'merge' ? loaded : way === 'strict and version' ? 1 : null;
    return { by, patch: Object.fromEntries(patch), version, ifMatch: strict };
  }

  private async batch(edits: readonly Edit[]): Promise<void> {
    const happened = await Promise.all(edits.map((one) => this.perform(one)));
    const stands = await this.stands();
    const told: unknown[] = [];
    for (const order of orders(edits.map((_, index) => index))) {
      let { history } = this;
      const outcomes: Outcome[] = [];
      for (const index of order) {
        const next = apply(history, edits[index] ?? fail(), this.kind.rules);
        outcomes[index] = next.outcome;
        history = next.history;
      }
      const state = stateAt(history, history.length);
      const final = { version: history.length, state, trail: this.trailOf(history) };
      if (equal(outcomes, happened) && equal(final, stands)) {
        this.history = history;
        for (const { status, ...rest } of outcomes) {
          const what = 'code' in rest ? rest.code : status;
          const merged = 'mergedFrom' in rest && rest.mergedFrom.length > 0 ? ' merged' : '';
          const key = `${edits.length > 1 ? 'at once' : 'alone'} ${what}${merged}`;
          met.set(key, (met.get(key) ?? 0) + 1);
        }
        return;
      }
      told.push({ outcomes, final });
    }
    // No order gives what happened: show it beside the first that the model admits.
    expect({ edits, history: this.history, outcomes: happened, final: stands }).toEqual({
      ...{ edits, history: this.history },
      ...(told[0] as object),
    });
  }

  private async perform({ by, patch, version, ifMatch }: Edit): Promise<Outcome> {
    const actor = { ...systemActor(by), login: by, name: by.toUpperCase() };
    const body = { ...this.kind.body(patch), ...(version === null ? {} : { version }) };
    try {
      const { record, mergedFrom } = await test.db.tx(actor, async (tx) => ({
        record: (await this.change(tx, this.id, body, { version, ifMatch })) as State,
        mergedFrom: tx.mergedFrom,
      }));
      return {
        status: 'done',
        version: Number(record['version']),
        state: this.kind.shown(record),
        mergedFrom,
      };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.code !== 'edit.conflict') return { status: 'refused', code: error.code };
      const conflicts = error.extras.conflicts as (Omit<Conflict, 'by'> & { by: { login: string } })[];
      // In the order in which the patch says its fields.
      const said = Object.keys(this.kind.rules.says(patch, patch));
      const place = ({ pointer }: { pointer: string }) => said.indexOf(pointer.slice(2));
      return {
        status: 'conflict',
        conflicts: conflicts
          .sort((a, b) => place(a) - place(b))
          .map(({ pointer, base, theirs, yours, by: { login } }) => ({
            ...{ pointer, base: plain(base), theirs: plain(theirs), yours: plain(yours), by: login },
          })),
      };
    }
  }

  /** The record as it stands and every version of it in the trail. */
  private async stands(): Promise<object> {
    const row = await test.db.find<{ version: number; row: State; trail: Step[] }>(sql`
      select version, to_jsonb(t) as row, (
        select coalesce(jsonb_agg(jsonb_build_object('version', a.version, 'by', actor_login, 'before', before, 'after', after) order by id), '[]')
        from audit_changes a where table_name = ${this.table} and record_id = t.id::text and operation = 'update') as trail
      from ${sql.ident(this.table)} t where id = ${this.id}`);
    if (row === null) throw new Error('the record is gone');
    const trail = row.trail.map(({ before, after, ...step }) => ({
      ...{ ...step, before: this.kind.traced(before), after: this.kind.traced(after) },
    }));
    return { version: row.version, state: this.kind.kept(row.row), trail };
  }

  /** Each version once, by whoever made it, with exactly the fields it changed. */
  private trailOf(history: readonly Version[]): Step[] {
    return history.slice(1).map(({ by, state }, index) => {
      const was = stateAt(history, index + 1);
      const fields = difference(was, state);
      const only = (all: State) => Object.fromEntries(fields.map((name) => [name, all[name] ?? null]));
      return { version: index + 2, by, before: only(was), after: only(state) };
    });
  }
}

const get = <T>(service: abstract new (...args: never[]) => T): T =>
  test.app.get<T>(service, { strict: false });
const fail = (): never => {
  throw new Error('there is no such edit');
};

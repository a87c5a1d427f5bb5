import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql, type Sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import {
  MergeParts,
  PersonalData,
  type MergePart,
  type MergeRecord,
  type MergeWork,
  type Obstacle,
} from '../clients/index.js';
import { accountSteps, type OwnAccount, type Payers } from './account-merging.rules.js';
import { allocateOldestDue, type Allocation } from './allocation.rules.js';
import { BillingRepository } from './billing.repository.js';

interface Fold {
  from: string;
  to: string;
  balance: number;
  /** What free money of one account paid of the other at once. */
  allocations: Allocation[];
}

interface Notes {
  folds: Fold[];
  /** Accounts that came with the merge, and how many entries each had then. */
  accounts: { id: string; entries: number }[];
}

/**
 * Accounts of two who are one. Folding moves every row of one account to the other, entries too: no amount, no source
 * and no time changes, only whose it is, and the merge remembers each row. Then free money meets open charges.
 */
@Injectable()
export class AccountMerging implements MergePart, OnModuleInit {
  readonly name = 'billing';

  constructor(
    private readonly parts: MergeParts,
    private readonly personal: PersonalData,
    private readonly repository: BillingRepository,
  ) {}

  onModuleInit(): void {
    this.parts.register(this);
    this.personal.refuseWhile(async (tx, clientId) => {
      const owed = await this.owedBy(tx, clientId);
      return owed.map((id) => ({ code: 'owes', id }));
    });
  }

  async before(work: MergeWork): Promise<void> {
    const notes: Notes = { folds: [], accounts: [] };
    work.notes[this.name] = notes;
    const steps = work.kind === 'client' ? await this.clientSteps(work) : await this.guardianSteps(work);
    for (const step of steps) {
      if (step.kind === 'fold') notes.folds.push(await this.fold(work, step.from, step.to));
      if (step.kind === 'hold')
        await work.change('payer_accounts', step.id, { client_id: null, guardian_id: step.guardianId });
    }
    const ids = steps.map((step) => (step.kind === 'fold' ? step.to : step.id));
    notes.accounts = await entriesOf(work.tx, [...new Set(ids)]);
  }

  async obstacles(tx: Tx, merge: MergeRecord): Promise<Obstacle[]> {
    const { folds, accounts } = merge.notes[this.name] as Notes;
    await hold(
      tx,
      sql`id = any (${[...accounts.map(({ id }) => id), ...folds.map(({ from }) => from)]}::uuid[])`,
    );
    const now = await entriesOf(
      tx,
      accounts.map(({ id }) => id),
    );
    const moved = now.filter(({ id, entries }) =>
      accounts.some((was) => was.id === id && was.entries !== entries),
    );
    return moved.map(({ id }) => ({ code: 'money-since', table: 'payer_accounts', id }));
  }

  async undo(tx: Tx, merge: MergeRecord): Promise<void> {
    const { folds } = merge.notes[this.name] as Notes;
    for (const { from, to, balance, allocations } of [...folds].reverse()) {
      this.repository.allocate(
        tx,
        allocations.map((one) => ({ ...one, amount: -one.amount })),
      );
      await tx.run(sql`update payer_accounts set balance = balance - ${balance}::bigint where id = ${to}`);
      await tx.run(
        sql`update payer_accounts set balance = ${balance}, merged_into_id = null where id = ${from}`,
      );
    }
  }

  /** Charges of the client that nothing has paid yet, on whatever account. */
  private async owedBy(tx: Tx, clientId: string): Promise<string[]> {
    const charges = await tx.query<{ id: string; accountId: string }>(
      sql`select id, payer_account_id as "accountId" from charges where client_id = ${clientId}`,
    );
    const open = await this.repository.openCharges(tx, [
      ...new Set(charges.map(({ accountId }) => accountId)),
    ]);
    return open.map(({ id }) => id).filter((id) => charges.some((charge) => charge.id === id));
  }

  private async clientSteps(work: MergeWork) {
    const { tx, survivorId, duplicateId } = work;
    const payers = work.notes['payers'] as Payers;
    // Accounts of the duplicate's charges too: whoever pays these holds the account and then their rows.
    const accounts = await hold(
      tx,
      sql`
      client_id in (${survivorId}, ${duplicateId}) or guardian_id = ${payers.after}::uuid
      or id in (select payer_account_id from charges where client_id = ${duplicateId})`,
    );
    const holderOf = ({ clientId, guardianId }: Held): OwnAccount['holder'] | null => {
      if (clientId !== null)
        return clientId === survivorId ? 'survivor' : clientId === duplicateId ? 'duplicate' : null;
      return guardianId === payers.after ? 'payer' : null;
    };
    const own = accounts.flatMap((account) => {
      const holder = account.mergedIntoId === null ? holderOf(account) : null;
      return holder === null ? [] : [{ id: account.id, holder }];
    });
    return accountSteps(own, payers);
  }

  private async guardianSteps(work: MergeWork) {
    const accounts = await hold(
      work.tx,
      sql`guardian_id in (${work.survivorId}, ${work.duplicateId}) and merged_into_id is null`,
    );
    const own = accounts.map(({ id, guardianId }) => ({
      id,
      holder: guardianId === work.survivorId ? ('survivor' as const) : ('duplicate' as const),
    }));
    return accountSteps(own, { survivor: null, duplicate: null, after: null });
  }

  private async fold(work: MergeWork, from: string, to: string): Promise<Fold> {
    const { tx } = work;
    const { balance } = await tx.one<{ balance: number }>(
      sql`select balance from payer_accounts where id = ${from}`,
    );
    await work.move('payer_accounts', from, to);
    await tx.run(sql`update payer_accounts set balance = 0, merged_into_id = ${to} where id = ${from}`);
    await tx.run(sql`update payer_accounts set balance = balance + ${balance}::bigint where id = ${to}`);
    work.keep('payer_accounts', [from], 'account-merged');
    const [payments, charges] = [
      await this.repository.freePayments(tx, [to]),
      await this.repository.openCharges(tx, [to]),
    ];
    const allocations = allocateOldestDue(payments, charges);
    this.repository.allocate(tx, allocations);
    return { from, to, balance, allocations };
  }
}

interface Held {
  id: string;
  clientId: string | null;
  guardianId: string | null;
  mergedIntoId: string | null;
}

const hold = (tx: Tx, which: Sql): Promise<Held[]> =>
  tx.query(sql`
    select id, client_id as "clientId", guardian_id as "guardianId", merged_into_id as "mergedIntoId"
    from payer_accounts where ${which} order by id for update`);

const entriesOf = (tx: Tx, ids: readonly string[]): Promise<{ id: string; entries: number }[]> =>
  tx.query(sql`
    select a.id, (select count(*) from money_entries e where e.payer_account_id = a.id) as entries
    from payer_accounts a where a.id = any (${ids}::uuid[]) order by a.id`);

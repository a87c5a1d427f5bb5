import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Money of who walks in and is nobody's client: an account of its own for each such sale, so that nothing of one buyer
 * can ever pay for another. A charge of a sale is the only one without a client.
 */
export class OpenWalkInAccounts1763900000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table payer_accounts
  add column is_walk_in boolean not null default false,
  drop constraint payer_accounts_one_holder_check,
  add constraint payer_accounts_one_holder_check
    check (num_nonnulls(guardian_id, client_id) = case when is_walk_in then 0 else 1 end);

alter table charges
  alter column client_id drop not null,
  drop constraint charges_kind_check,
  add constraint charges_kind_check check (kind in ('subscription', 'visit', 'other', 'sale')),
  add constraint charges_client_check check (client_id is not null or kind = 'sale');
`);
  }

  down(): Promise<void> {
    throw new Error('what was sold to walk-in buyers has no client to go back to: restore a copy instead');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A single visit that is paid ahead is a subscription of one visit. Its terms are a plan that each activity has at most
 * one of; what it costs is the single price of the day. A promo code may be used on goods as well, which are no plan.
 */
export class SellSingleVisits1763900000201 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
alter table plans
  -- The activity whose single visits are sold by this plan.
  add column single_visit_of uuid references activities constraint plans_single_visit_of_key unique,
  add constraint plans_single_visit_check
    check (single_visit_of is null or (visits = 1 and activity_ids = array[single_visit_of] and instalment_parts is null));

alter table discount_uses alter column plan_id drop not null;
`);
  }

  down(): Promise<void> {
    throw new Error('uses of promo codes on goods name no plan: restore a copy instead');
  }
}

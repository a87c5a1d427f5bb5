import type { Actor } from '../../kernel/actor.js';
import { MONEY, PAY } from '../../kernel/field-groups.js';
import { sees, type Within } from '../../platform/database/masked.js';
import { reach } from '../../platform/database/reach.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { Costing } from './costing.permissions.js';

const withinBranch =
  (actor: Actor, branch: Sql): Within =>
  (permission) =>
    reach(actor, permission, { branch });

/** Rows whose costs the actor may see. */
export const costsWithin = (actor: Actor, branch: Sql): Sql => reach(actor, Costing.read, { branch });

/** What of the money of a row the actor may see: `money` what families pay, `pay` what employees earn. */
export const eyes = (actor: Actor, branch: Sql): Sql => sql`
  (select ${sees(actor, MONEY, withinBranch(actor, branch))} as money, ${sees(actor, PAY, withinBranch(actor, branch))} as pay)`;

/** Parts of one row of `lesson_costs` or `lesson_plans`, without what `see` does not show. */
export const partsOf = (row: Sql): Sql => sql`jsonb_build_object(
  'minutes', ${row}.minutes, 'attendees', ${row}.attendees,
  'revenue', case when see.money then ${row}.revenue end, 'vat', case when see.money then ${row}.vat end,
  'pay', case when see.pay then ${row}.pay end, 'contributions', case when see.pay then ${row}.contributions end,
  'materials', ${row}.materials, 'room', ${row}.room, 'overhead', case when see.pay then ${row}.overhead end)`;

/** The currency beside amounts that are put together in code. */
export const CURRENCY = sql`money(0::bigint) ->> 'currency'`;

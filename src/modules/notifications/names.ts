import { Injectable, type OnModuleInit } from '@nestjs/common';
import { scopeOf, type Actor } from '../../kernel/actor.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql, type Sql } from '../../platform/database/sql.js';
import { clientReach, groupReach, Groups } from '../schedule/index.js';
import { Items, PurchaseOrders, Suppliers, Warehousing } from '../warehouse/index.js';

/** A statement that gives `id` and `name` of those within the actor's reach. */
export type NameSource = (actor: Actor, ids: readonly string[]) => Sql;

/** `type` and `id` to a name. */
export type NameBook = ReadonlyMap<string, string>;
export const nameKey = (type: string, id: unknown): string => `${type} ${String(id)}`;

/** Names of what notices are about, looked up when they are read, through the rights of the reader. */
@Injectable()
export class Names implements OnModuleInit {
  private readonly sources = new Map<string, NameSource>();

  onModuleInit(): void {
    this.from(
      'client',
      (actor, ids) => sql`
      select c.id, concat_ws(' ', c.last_name, c.first_name) as name from clients c
      where c.id = any (${ids}::uuid[]) and ${clientReach(actor)}`,
    );
    this.from(
      'group',
      (actor, ids) => sql`
      select g.id, g.name from groups g where g.id = any (${ids}::uuid[]) and ${groupReach(actor, Groups.read)}`,
    );
    this.from(
      'cash-desk',
      (actor, ids) => sql`
      select d.id, d.name from cash_desks d
      where d.id = any (${ids}::uuid[]) and ${reach(actor, 'cash:read', { branch: sql`d.branch_id` })}`,
    );
    // The nomenclature is the whole organisation's.
    this.from(
      'item',
      (actor, ids) => sql`
      select i.id, i.name from items i where i.id = any (${ids}::uuid[]) and ${scopeOf(actor, Items.read) !== null}`,
    );
    this.from(
      'warehouse',
      (actor, ids) => sql`
      select w.id, w.name from warehouses w
      where w.id = any (${ids}::uuid[]) and ${reach(actor, Warehousing.read, { branch: sql`w.branch_id` })}`,
    );
    this.from(
      'supplier',
      (actor, ids) => sql`
      select s.id, s.name from suppliers s where s.id = any (${ids}::uuid[]) and ${scopeOf(actor, Suppliers.read) !== null}`,
    );
    this.from(
      'purchase-order',
      (actor, ids) => sql`
      select o.id, 'PO-' || o.year || '-' || lpad(o.sequence::text, 6, '0') as name from purchase_orders o
      where o.id = any (${ids}::uuid[]) and ${reach(actor, PurchaseOrders.read, { branch: sql`o.branch_id` })}`,
    );
  }

  /** Registers where the names of a type come from. */
  from(type: string, source: NameSource): void {
    if (this.sources.has(type)) throw new Error(`names registered twice: ${type}`);
    this.sources.set(type, source);
  }

  /** One statement a type, however many are asked for. */
  async look(
    reader: Reader,
    actor: Actor,
    wanted: readonly { type: string; id: unknown }[],
  ): Promise<NameBook> {
    const book = new Map<string, string>();
    for (const [type, source] of this.sources) {
      const ids = wanted.flatMap((one) => (one.type === type && typeof one.id === 'string' ? [one.id] : []));
      if (ids.length === 0) continue;
      const found = await reader.query<{ id: string; name: string }>(source(actor, [...new Set(ids)]));
      for (const { id, name } of found) book.set(nameKey(type, id), name);
    }
    return book;
  }
}

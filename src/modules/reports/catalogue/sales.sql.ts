import { sql, type Sql } from '../../../platform/database/sql.js';
import type { ParameterSpecs, Question, Texts, ValuesOf } from '../report.js';
import { METHODS } from './methods.js';

/** Kinds of lines. */
export const LINE_KINDS: Readonly<Record<string, Texts>> = {
  goods: { ru: 'Товары', en: 'Goods' },
  plan: { ru: 'Абонементы', en: 'Plans' },
  visit: { ru: 'Разовые занятия', en: 'Single visits' },
  service: { ru: 'Услуги', en: 'Services' },
};

/** Which lines of the register. */
export const LINES_ASKED = {
  kind: {
    ...{ kind: 'choice', values: Object.keys(LINE_KINDS), title: { ru: 'Вид', en: 'Kind' } },
    description: 'Lines of this kind alone.',
  },
  itemId: {
    ...{ kind: 'id', title: { ru: 'Товар', en: 'Item' } },
    description: 'This item of the warehouse alone.',
  },
  clientId: {
    ...{ kind: 'id', title: { ru: 'Клиент', en: 'Client' } },
    description: 'What this client bought and brought back.',
  },
  sellerId: {
    ...{ kind: 'id', title: { ru: 'Продавец', en: 'Seller' } },
    description: 'Sales of this employee alone, and what came back of them.',
  },
  method: {
    ...{ kind: 'choice', values: Object.keys(METHODS), title: { ru: 'Способ', en: 'Method' } },
    description: 'Lines of sales paid, and of returns paid out, this way among others at once.',
  },
} as const satisfies ParameterSpecs;

/** What a line sells. */
export const SUBJECT_ID = sql`coalesce(s.item_id, s.plan_id, s.activity_id, s.service_id)`;

/** Rows `s` of the register: lines sold and, below zero, lines brought back, each on its own day. */
export function registerOf({
  asOf,
  from,
  to,
  parameters: { kind, itemId, clientId, sellerId, method },
  within,
}: Question & { parameters: ValuesOf<typeof LINES_ASKED> }): Sql {
  return sql.and([
    sql`s.on_date >= ${from} and s.on_date < ${to} and s.recorded_at <= ${asOf}`,
    within({ branch: sql`s.branch_id` }),
    kind !== null && sql`s.kind = ${kind}`,
    itemId !== null && sql`s.item_id = ${itemId}`,
    clientId !== null && sql`s.client_id = ${clientId}`,
    sellerId !== null && sql`s.seller_id = ${sellerId}`,
    method !== null && sql`${method} = any (string_to_array(s.methods, ', '))`,
  ]);
}

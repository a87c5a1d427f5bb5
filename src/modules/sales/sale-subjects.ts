import { Injectable } from '@nestjs/common';
import type { Fault } from '../../kernel/errors.js';
import { unknownReference } from '../../kernel/faults.js';
import type { Minor } from '../../kernel/money.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { fitsUnit, type Unit } from '../warehouse/index.js';
import { subjectOf } from './sale.rules.js';
import type { LineAsked, LineKind } from './sale.types.js';

/** What a line sells, as it is called and taxed now. Price and code are null where a plan decides them. */
export interface SaleSubject {
  id: string;
  kind: LineKind;
  name: string;
  price: Minor | null;
  vatCode: string | null;
  unit: Unit | null;
  isArchived: boolean;
}

/** Looks up what the lines name. */
@Injectable()
export class SaleSubjects {
  async of(
    tx: Tx,
    lines: readonly LineAsked[],
  ): Promise<{ subjects: (SaleSubject | undefined)[]; faults: Fault[] }> {
    const asked = lines.map(subjectOf);
    const ids = (kind: LineKind) => asked.flatMap((one) => (one?.kind === kind ? [one.id] : []));
    const rows = await tx.query<SaleSubject>(sql`
      select id, 'goods' as kind, name, price, vat as "vatCode", unit, archived_at is not null as "isArchived"
      from items where id = any (${ids('goods')}::uuid[])
      union all select id, 'plan', name, null, null, null, archived_at is not null from plans where id = any (${ids('plan')}::uuid[])
      union all select id, 'visit', name, null, null, null, archived_at is not null from activities where id = any (${ids('visit')}::uuid[])
      union all select id, 'service', name, price, vat_code, null, archived_at is not null from services where id = any (${ids('service')}::uuid[])`);
    const subjects = asked.map((one) => rows.find(({ id, kind }) => id === one?.id && kind === one.kind));
    const faults = lines.flatMap((line, index) => faultsOf(line, subjects[index], `/lines/${String(index)}`));
    return { subjects, faults };
  }
}

function faultsOf(line: LineAsked, subject: SaleSubject | undefined, at: string): Fault[] {
  const asked = subjectOf(line);
  if (asked === null) return [];
  const pointer = `${at}/${asked.member}`;
  if (subject === undefined) return [unknownReference(pointer)];
  const faults: Fault[] = [];
  if (subject.isArchived)
    faults.push({ pointer, code: 'line.archived', detail: 'It is archived, and not sold any more.' });
  if (subject.unit !== null && !fitsUnit(subject.unit, line.quantity ?? '1'))
    faults.push({
      ...{ pointer: `${at}/quantity`, code: 'quantity.not-whole', params: { unit: subject.unit } },
      detail: `The item is counted in whole ${subject.unit}.`,
    });
  return faults;
}

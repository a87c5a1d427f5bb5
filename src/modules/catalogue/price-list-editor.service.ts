import { Injectable } from '@nestjs/common';
import { scopeOf } from '../../kernel/actor.js';
import type { Fault } from '../../kernel/errors.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import { addDays } from '../../kernel/local-date.js';
import type { Minor } from '../../kernel/money.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import {
  editRecord,
  VersionRequired,
  VersionStale,
  type EditBase,
} from '../../platform/database/versioned.js';
import { BranchesService } from '../organisation/index.js';
import { PriceListBegun, PriceListForAll, PriceListNotFound } from './catalogue.errors.js';
import { PriceLists } from './catalogue.permissions.js';
import { changedPrice, lineFaults, periodFaults } from './price-list.rules.js';
import type {
  PriceLineRequest,
  PriceList,
  PriceListCopyRequest,
  PriceListPatch,
  PriceListRequest,
} from './price-lists.dto.js';
import { PriceListRow } from './price-list.entity.js';
import { PriceListsQueries } from './price-lists.queries.js';
import { PriceListsRepository, type NewLine } from './price-lists.repository.js';

/** Prices in force for a time. What was sold keeps its price, so a list may change or go. */
@Injectable()
export class PriceListEditor {
  constructor(
    private readonly repository: PriceListsRepository,
    private readonly queries: PriceListsQueries,
    private readonly branches: BranchesService,
  ) {}

  async create(tx: Tx, input: PriceListRequest): Promise<PriceList> {
    const { name, branchId = null, effectiveFrom, effectiveTo = null, lines } = input;
    await this.assertMayWrite(tx, branchId);
    await this.refuse(tx, [...periodFaults(effectiveFrom, effectiveTo), ...lineFaults(lines)], lines);
    const id = newId();
    await tx.insert(PriceListRow, { id, name, branchId, effectiveFrom, effectiveTo });
    await this.repository.insertLines(tx, id, lines.map(lineOf));
    return this.queries.get(tx, id);
  }

  async change(tx: Tx, id: string, patch: PriceListPatch, base: EditBase): Promise<PriceList> {
    await this.writable(tx, id);
    await editRecord(tx, {
      table: 'price_lists',
      id,
      patch,
      base,
      notFound: PriceListNotFound,
      reach: sql`true`,
      check: (merged) => {
        const faults = periodFaults(
          merged['effectiveFrom'] as string,
          merged['effectiveTo'] as string | null,
        );
        if (faults.length > 0) throw invalid(faults);
      },
    });
    return this.queries.get(tx, id);
  }

  /** All prices at once, on the version that was seen: two who rewrite a list at once do not undo each other. */
  async reprice(tx: Tx, id: string, lines: readonly PriceLineRequest[], base: EditBase): Promise<PriceList> {
    await this.writable(tx, id);
    const current = await this.repository.lock(tx, id);
    const asked = base.ifMatch ?? base.version;
    if (asked === null) throw VersionRequired();
    if (asked !== '*' && asked !== current) throw VersionStale({ asked, current });
    await this.refuse(tx, lineFaults(lines), lines);
    await this.repository.replaceLines(tx, id, lines.map(lineOf));
    return this.queries.get(tx, id);
  }

  async copy(tx: Tx, id: string, input: PriceListCopyRequest): Promise<PriceList> {
    const source = await this.visible(tx, id);
    const { name, effectiveFrom, effectiveTo = null, percentChange = '0', roundTo = 1 } = input;
    const branchId = input.branchId === undefined ? source.branchId : input.branchId;
    await this.assertMayWrite(tx, branchId);
    if (input.endsSource === true) await this.end(tx, source, effectiveFrom);
    const changed = (price: { amount: Minor } | null): Minor | null =>
      price === null ? null : changedPrice(price.amount, percentChange, roundTo);
    const faults = periodFaults(effectiveFrom, effectiveTo);
    if (faults.length > 0) throw invalid(faults);
    const copyId = newId();
    await tx.insert(PriceListRow, { id: copyId, name, branchId, effectiveFrom, effectiveTo });
    await this.repository.insertLines(
      tx,
      copyId,
      source.lines.map(({ planId, activityId, price, trialPrice }) => ({
        planId,
        activityId,
        price: changed(price),
        trialPrice: changed(trialPrice),
      })),
    );
    return this.queries.get(tx, copyId);
  }

  /** Only a list that nobody has sold by yet; one that has begun is ended by its last day. */
  async remove(tx: Tx, id: string): Promise<void> {
    const list = await this.writable(tx, id);
    await this.repository.lock(tx, id);
    if (list.effectiveFrom <= tx.now.slice(0, 10)) throw PriceListBegun({ name: list.name });
    await this.repository.remove(tx, id);
  }

  private async end(tx: Tx, source: PriceList, effectiveFrom: string): Promise<void> {
    await this.assertMayWrite(tx, source.branchId);
    const lastDay = addDays(effectiveFrom, -1);
    const faults = periodFaults(source.effectiveFrom, lastDay);
    if (faults.length > 0) throw invalid(faults.map((fault) => ({ ...fault, pointer: '/effectiveFrom' })));
    await tx.update(PriceListRow, source.id, { effectiveTo: lastDay });
  }

  private async visible(tx: Tx, id: string): Promise<PriceList> {
    const list = await this.queries.get(tx, id);
    const isSeen =
      list.branchId === null ||
      scopeOf(tx.actor, PriceLists.read) === 'all' ||
      tx.actor.branchIds.includes(list.branchId);
    if (!isSeen) throw PriceListNotFound({ id });
    return list;
  }

  private async writable(tx: Tx, id: string): Promise<PriceList> {
    const list = await this.visible(tx, id);
    await this.assertMayWrite(tx, list.branchId);
    return list;
  }

  private async assertMayWrite(tx: Tx, branchId: string | null): Promise<void> {
    if (branchId !== null) await this.branches.assertOpen(tx, PriceLists.write, branchId);
    else if (scopeOf(tx.actor, PriceLists.write) !== 'all') throw PriceListForAll();
  }

  private async refuse(tx: Tx, faults: readonly Fault[], lines: readonly PriceLineRequest[]): Promise<void> {
    const known = await this.repository.known(tx, lines);
    const missing = lines.flatMap(({ planId, activityId }, index) => [
      ...(planId === undefined || known.has(planId)
        ? []
        : [unknownReference(`/lines/${String(index)}/planId`)]),
      ...(activityId === undefined || known.has(activityId)
        ? []
        : [unknownReference(`/lines/${String(index)}/activityId`)]),
    ]);
    if (faults.length + missing.length > 0) throw invalid([...faults, ...missing]);
  }
}

const lineOf = ({ planId, activityId, price, trialPrice }: PriceLineRequest): NewLine => ({
  planId: planId ?? null,
  activityId: activityId ?? null,
  price: price?.amount ?? null,
  trialPrice: trialPrice?.amount ?? null,
});

import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../kernel/faults.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { assertBranch } from '../../platform/auth/branch.js';
import { localDateOf } from '../../platform/clock/clock.js';
import { newId } from '../../platform/database/ids.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import { BranchesQueries } from './branches.queries.js';
import type { Branch, BranchPatch, BranchRequest } from './branches.dto.js';
import { BranchRow } from './organisation.entity.js';
import { BranchArchived, BranchNotFound } from './organisation.errors.js';
import { Branches } from './organisation.permissions.js';

/** Branches and their clocks. */
@Injectable()
export class BranchesService {
  constructor(private readonly queries: BranchesQueries) {}

  async create(tx: Tx, input: BranchRequest): Promise<Branch> {
    const id = newId();
    // Whoever reaches only some branches reaches no branch that is not there yet.
    assertBranch(tx.actor, Branches.write, id);
    await tx.insert(BranchRow, {
      id,
      code: input.code,
      name: input.name,
      timeZone: input.timeZone,
      address: input.address ?? null,
      phone: input.phone ?? null,
      paymentGraceDays: input.paymentGraceDays ?? null,
    });
    return this.queries.get(tx, id);
  }

  async change(tx: Tx, id: string, patch: BranchPatch, base: EditBase): Promise<Branch> {
    const { isArchived, ...rest } = patch;
    const archivedAt = isArchived === undefined ? undefined : isArchived ? tx.now : null;
    await editRecord(tx, {
      table: 'branches',
      id,
      patch: { ...rest, archivedAt },
      base,
      notFound: BranchNotFound,
      reach: reach(tx.actor, Branches.write, { branch: sql`r.id` }),
    });
    return this.queries.get(tx, id);
  }

  /** Puts a branch away; one that is away already stays as it is. */
  async archive(tx: Tx, id: string): Promise<void> {
    const found = await tx.find<{ archivedAt: string | null }>(sql`
      select archived_at as "archivedAt" from branches b
      where id = ${id} and ${reach(tx.actor, Branches.write, { branch: sql`b.id` })} for update`);
    if (found === null) throw BranchNotFound({ id });
    if (found.archivedAt === null) await tx.update(BranchRow, id, { archivedAt: tx.now });
  }

  get(reader: Reader, id: string): Promise<Branch> {
    return this.queries.get(reader, id);
  }

  getMany(reader: Reader, ids: readonly string[]): Promise<Branch[]> {
    return this.queries.getMany(reader, ids);
  }

  /** The day it is in the branch now. */
  async today(tx: Tx, branchId: string): Promise<LocalDate> {
    const branch = await this.queries.get(tx, branchId);
    return localDateOf(tx.now, branch.timeZone);
  }

  /** Refuses to put something new into a branch that is out of reach, not there, or archived. */
  async assertOpen(tx: Tx, permission: string, branchId: string, pointer = '/branchId'): Promise<Branch> {
    assertBranch(tx.actor, permission, branchId);
    const branch = await this.queries.find(tx, branchId);
    if (branch === null) throw invalid([unknownReference(pointer)]);
    if (branch.isArchived) throw BranchArchived({ id: branchId });
    return branch;
  }
}

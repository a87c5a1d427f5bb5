import { Injectable } from '@nestjs/common';
import { invalid } from '../../kernel/faults.js';
import type { LocalDate } from '../../kernel/local-date.js';
import { thousandths } from '../../kernel/quantity.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { clientName, GroupNotFound, groupReach, GroupsService } from '../schedule/index.js';
import type {
  GroupLoanOutcome,
  GroupLoanRequest,
  GroupLoanResult,
  GroupLoanReturnRequest,
} from './group-loans.dto.js';
import { LendingService } from './lending.service.js';
import { shareKey, shareOut, takeOut, termFaults, totalsOf, type Share } from './loan.rules.js';
import { loanReach } from './loan-reach.js';
import { Loans } from './loans.permissions.js';
import { LoansRepository } from './loans.repository.js';
import { amountOf, ReturnsService } from './returns.service.js';

interface Person {
  id: string;
  name: string | null;
}

/** A whole group at once: all of it or nothing, whatever the number of members by the same few statements. */
@Injectable()
export class GroupLoansService {
  constructor(
    private readonly groups: GroupsService,
    private readonly lending: LendingService,
    private readonly returns: ReturnsService,
    private readonly repository: LoansRepository,
  ) {}

  /** Members of that day, under their locks: who lends to the same people at once finds what they have got. */
  async lend(tx: Tx, groupId: string, input: GroupLoanRequest): Promise<GroupLoanResult> {
    const { items, untilOn = null, comment = null } = input;
    const group = await this.groups.hold(tx, groupId, Loans.write, 'for share');
    const faults = await this.lending.itemFaults(tx, items);
    const place = await this.lending.placeOf(tx, input.warehouseId, group.branchId);
    const term = { lentOn: place.today, untilOn };
    const course = { endsOn: group.endsOn, isArchived: false, isMember: true };
    // The group is not of the body: what is wrong with its course is put right by a day.
    faults.push(
      ...termFaults({ ...term, group: course }).map((fault) => ({ ...fault, pointer: '/untilOn' })),
    );
    if (faults.length > 0) throw invalid(faults);
    const people = await this.holdMembers(tx, groupId, place.today);
    const shares = await this.sharesOf(tx, people, items);
    const loans = shares
      .filter((share) => share.items.length > 0)
      .map((share) => ({ id: newId(), groupId, ...term, comment, ...share }));
    const wanted = totalsOf(items.flatMap(({ itemId }) => loans.flatMap((loan) => ofItem(loan, itemId))));
    await this.lending.carryOut(tx, place, loans, {
      ...{ basis: { kind: 'group-loan', id: groupId }, lines: wanted },
      pointers: wanted.map(
        ({ itemId }) => `/items/${String(items.findIndex((item) => item.itemId === itemId))}`,
      ),
    });
    const outcomes = shares.map(({ clientId, items: got }): GroupLoanOutcome => ({
      ...{ clientId, clientName: nameOf(people, clientId), outcome: got.length > 0 ? 'lent' : 'had' },
      ...{ loanId: loans.find((loan) => loan.clientId === clientId)?.id ?? null, items: got },
    }));
    return { groupId, loans: loans.length, outcomes };
  }

  /** All that was lent for the group, also of those who have left it; a course that is over is when things come back. */
  async takeBack(tx: Tx, groupId: string, input: GroupLoanReturnRequest): Promise<GroupLoanResult> {
    const { itemIds, exceptClientIds = [], condition = null, comment = null } = input;
    const group = await tx.find(
      sql`select g.id from groups g where g.id = ${groupId} and ${groupReach(tx.actor, Loans.write)}`,
    );
    if (group === null) throw GroupNotFound({ id: groupId });
    const held = await this.repository.holdAll(
      tx,
      sql`l.group_id = ${groupId} and l.closed_on is null and l.client_id <> all (${exceptClientIds}::uuid[])
          and ${loanReach(tx.actor, Loans.write)}`,
    );
    const returned = held
      .map((loan) => ({
        loan,
        taken: takeOut(loan.lines, undefined).taken.filter(({ itemId }) => itemIds?.includes(itemId) ?? true),
        condition: () => condition,
      }))
      .filter(({ taken }) => taken.length > 0);
    const basis = { kind: 'group-loan', id: groupId };
    if (returned.length > 0) await this.returns.carryOut(tx, returned, { basis, comment });
    const people = await this.people(
      tx,
      returned.map(({ loan }) => loan.clientId),
    );
    const outcomes = returned.map(({ loan, taken }): GroupLoanOutcome => ({
      ...{ clientId: loan.clientId, clientName: nameOf(people, loan.clientId), outcome: 'returned' },
      ...{ loanId: loan.id, items: taken.map(amountOf) },
    }));
    return {
      ...{ groupId, loans: returned.length },
      outcomes: outcomes.sort((a, b) => (a.clientId < b.clientId ? -1 : 1)),
    };
  }

  private holdMembers(tx: Tx, groupId: string, today: LocalDate): Promise<Person[]> {
    return tx.query<Person>(sql`
      select c.id, ${clientName(tx.actor)} as name from clients c
      where c.id in (select m.client_id from group_members m
                     where m.group_id = ${groupId} and daterange(m.joined_on, m.left_on) @> ${today}::date)
      order by c.id for no key update of c`);
  }

  /** What each has is read by a statement of its own, after their locks. */
  private async sharesOf(
    tx: Tx,
    people: readonly Person[],
    items: GroupLoanRequest['items'],
  ): Promise<Share[]> {
    const clientIds = people.map(({ id }) => id);
    const rows = await tx.query<{ clientId: string; itemId: string; out: string }>(sql`
      select l.client_id as "clientId", n.item_id as "itemId", sum(n.out) as out
      from loans l join loan_lines n on n.loan_id = l.id
      where l.closed_on is null and l.client_id = any (${clientIds}::uuid[])
        and n.item_id = any (${items.map(({ itemId }) => itemId)}::uuid[])
      group by 1, 2`);
    const had = rows.map(
      ({ clientId, itemId, out }) => [shareKey(clientId, itemId), thousandths(out)] as const,
    );
    return shareOut(clientIds, items, new Map(had));
  }

  private people(tx: Tx, ids: readonly string[]): Promise<Person[]> {
    return tx.query<Person>(
      sql`select c.id, ${clientName(tx.actor)} as name from clients c where c.id = any (${ids}::uuid[])`,
    );
  }
}

const nameOf = (people: readonly Person[], id: string): string | null =>
  people.find((person) => person.id === id)?.name ?? null;

const ofItem = ({ items }: Share, wanted: string): Share['items'] =>
  items.filter(({ itemId }) => itemId === wanted);

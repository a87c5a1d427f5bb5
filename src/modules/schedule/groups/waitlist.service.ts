import { Injectable } from '@nestjs/common';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Events } from '../../../platform/events/events.js';
import { waitlistJoined, waitlistLeft } from '../schedule.events.js';
import { Groups } from '../schedule.permissions.js';
import { clientReach } from './client-reach.js';
import { WaitlistEntryRow } from './group.entity.js';
import type { JoinedMember } from './members.dto.js';
import { AlreadyMember, NotWaiting, PlaceNotOffered, WaitlistEntryNotFound } from './groups.errors.js';
import { GroupsService } from './groups.service.js';
import { MembersService } from './members.service.js';
import { offerFreePlaces } from './waitlist-offers.js';
import type { AcceptanceRequest, WaitlistEntry, WaitlistRequest } from './waitlist.dto.js';
import { WaitlistQueries } from './waitlist.queries.js';

interface EntryInHand {
  id: string;
  clientId: string;
  status: string;
  hasEnded: boolean;
}

/** Who waits for a place in a group, in the order in which they came. */
@Injectable()
export class WaitlistService {
  constructor(
    private readonly groups: GroupsService,
    private readonly members: MembersService,
    private readonly queries: WaitlistQueries,
    private readonly events: Events,
  ) {}

  /** When a place is free and nobody waits before them, it is offered at once. */
  async join(tx: Tx, groupId: string, input: WaitlistRequest): Promise<WaitlistEntry> {
    const group = await this.groups.hold(tx, groupId, Groups.write, 'for update');
    const clientId = input.clientId.toLowerCase();
    const found = await tx.find<{ isMember: boolean }>(sql`
      select exists (select from group_members m where m.group_id = ${groupId} and m.client_id = c.id
               and (m.left_on is null or m.left_on > (${tx.now}::timestamptz at time zone ${group.timeZone})::date)) as "isMember"
      from clients c where c.id = ${clientId} and ${clientReach(tx.actor)} for key share of c`);
    if (found === null) throw invalid([unknownReference('/clientId')]);
    if (found.isMember) throw AlreadyMember();
    const id = newId();
    await tx.insert(WaitlistEntryRow, {
      ...{ id, groupId, clientId, wish: input.wish ?? null, status: 'waiting', since: tx.now },
    });
    const place = { subjectId: groupId, branchId: group.branchId };
    await this.events.record(tx, waitlistJoined({ groupId, entryId: id }), place);
    await offerFreePlaces(tx, this.events, [groupId]);
    return this.queries.get(tx, tx.actor, id);
  }

  /** The one who was offered a place becomes a member, in one transaction. */
  async accept(tx: Tx, groupId: string, id: string, input: AcceptanceRequest): Promise<JoinedMember> {
    const group = await this.groups.hold(tx, groupId, Groups.write, 'for update');
    const entry = await this.entry(tx, groupId, id);
    if (entry.status !== 'offered' || entry.hasEnded) {
      throw PlaceNotOffered({ status: entry.hasEnded ? 'expired' : entry.status });
    }
    return this.members.admit(tx, group, { clientId: entry.clientId, joinedOn: input.joinedOn });
  }

  /** A place that was kept for them goes to the next. */
  async leave(tx: Tx, groupId: string, id: string, reason: string | undefined): Promise<WaitlistEntry> {
    const group = await this.groups.hold(tx, groupId, Groups.write, 'for update');
    const { status } = await this.entry(tx, groupId, id);
    if (status !== 'waiting' && status !== 'offered') throw NotWaiting({ status });
    await tx.update(WaitlistEntryRow, id, { status: 'left', decidedAt: tx.now, leaveReason: reason ?? null });
    const place = { subjectId: groupId, branchId: group.branchId };
    await this.events.record(tx, waitlistLeft({ groupId, entryId: id }), place);
    await offerFreePlaces(tx, this.events, [groupId]);
    return this.queries.get(tx, tx.actor, id);
  }

  /** Ends offers whose time is over, and offers places that became free by the day alone. */
  async tend(tx: Tx): Promise<void> {
    const groups = await tx.query<{ id: string }>(sql`
      select distinct group_id as id from waitlist_entries where status in ('waiting', 'offered')`);
    if (groups.length === 0) return;
    await offerFreePlaces(
      tx,
      this.events,
      groups.map((group) => group.id),
    );
  }

  private async entry(tx: Tx, groupId: string, id: string): Promise<EntryInHand> {
    const entry = await tx.find<EntryInHand>(sql`
      select id, client_id as "clientId", status, coalesce(status = 'offered' and offer_ends_at <= ${tx.now}::timestamptz, false) as "hasEnded"
      from waitlist_entries where id = ${id} and group_id = ${groupId} for update`);
    if (entry === null) throw WaitlistEntryNotFound({ id });
    return entry;
  }
}

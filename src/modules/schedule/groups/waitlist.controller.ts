import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  type ApiRequest,
} from '../../../platform/http/index.js';
import { Groups } from '../schedule.permissions.js';
import { JoinedMember } from './members.dto.js';
import {
  AlreadyMember,
  AlreadyWaiting,
  GroupArchived,
  GroupFull,
  GroupNotFound,
  NotWaiting,
  OutsideGroupDates,
  PlaceNotOffered,
  WaitlistEntryNotFound,
} from './groups.errors.js';
import { ReasonQuery } from './reason.dto.js';
import {
  AcceptanceRequest,
  WaitlistEntry,
  WaitlistListQuery,
  WaitlistPage,
  WaitlistRequest,
} from './waitlist.dto.js';
import { WaitlistQueries } from './waitlist.queries.js';
import { WaitlistService } from './waitlist.service.js';

@Controller('groups/:id/waitlist')
export class GroupWaitlistController {
  constructor(
    private readonly commands: Commands,
    private readonly waitlist: WaitlistService,
    private readonly queries: WaitlistQueries,
  ) {}

  /** Lists who waits for a place in a group, the first in the line first. */
  @Get()
  @Can(Groups.read)
  @Fails(GroupNotFound)
  list(@Me() me: Actor, @Id() id: string, @Query() query: WaitlistListQuery): Promise<WaitlistPage> {
    return this.queries.list(me, id, query);
  }

  /**
   * Puts a client on the waitlist.
   * A place that becomes free is offered to the first in the line and kept for `waitlistOfferHours` of the settings; the
   * event `waitlist.place-free` says so.
   */
  @Post()
  @Can(Groups.write)
  @Fails(GroupNotFound, GroupArchived, AlreadyMember, AlreadyWaiting)
  add(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: WaitlistRequest,
  ): Promise<WaitlistEntry> {
    return this.commands.create(
      request,
      (tx) => this.waitlist.join(tx, id, body),
      () => `/v1/groups/${id}/waitlist`,
    );
  }

  /** Accepts an offered place: the client becomes a member. */
  @Post(':entryId/acceptance')
  @Can(Groups.write)
  @Fails(
    ...[GroupNotFound, GroupArchived, WaitlistEntryNotFound, PlaceNotOffered],
    ...[GroupFull, AlreadyMember, OutsideGroupDates],
  )
  accept(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('entryId') entryId: string,
    @Body() body: AcceptanceRequest,
  ): Promise<JoinedMember> {
    return this.commands.run(request, (tx) => this.waitlist.accept(tx, id, entryId, body));
  }

  /** Takes a client off the waitlist; a place kept for them is offered to the next. */
  @Delete(':entryId')
  @Can(Groups.write)
  @Fails(GroupNotFound, GroupArchived, WaitlistEntryNotFound, NotWaiting)
  leave(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('entryId') entryId: string,
    @Query() query: ReasonQuery,
  ): Promise<WaitlistEntry> {
    request.allowedQuery = ['reason'];
    return this.commands.run(request, (tx) => this.waitlist.leave(tx, id, entryId, query.reason));
  }
}

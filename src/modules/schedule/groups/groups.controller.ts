import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  type ApiRequest,
} from '../../../platform/http/index.js';
import { BranchArchived } from '../../organisation/index.js';
import { Groups } from '../schedule.permissions.js';
import { Group, GroupListQuery, GroupPage, GroupPatch, GroupRequest } from './groups.dto.js';
import {
  DepartureRequest,
  JoinedMember,
  Member,
  MemberListQuery,
  MemberPage,
  MemberRequest,
} from './members.dto.js';
import {
  AlreadyMember,
  CapacityTooSmall,
  GroupArchived,
  GroupDatesCrossed,
  GroupFull,
  GroupNameTaken,
  GroupNotFound,
  LeavesBeforeJoining,
  MemberNotFound,
  OutsideGroupDates,
  OverCapacityNotPermitted,
} from './groups.errors.js';
import { GroupsQueries } from './groups.queries.js';
import { GroupsService } from './groups.service.js';
import { MembersQueries } from './members.queries.js';
import { MembersService } from './members.service.js';

@Controller('groups')
export class GroupsController {
  constructor(
    private readonly commands: Commands,
    private readonly groups: GroupsService,
    private readonly queries: GroupsQueries,
  ) {}

  /** Lists groups. */
  @Get()
  @Can(Groups.read)
  list(@Me() me: Actor, @Query() query: GroupListQuery): Promise<GroupPage> {
    return this.queries.list(me, query);
  }

  /** Gives one group. */
  @Get(':id')
  @Can(Groups.read)
  @Fails(GroupNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Group> {
    return this.queries.getFor(me, id);
  }

  /** Makes a group. */
  @Post()
  @Can(Groups.write)
  @Fails(GroupNameTaken, GroupDatesCrossed, BranchArchived)
  create(@CurrentRequest() request: ApiRequest, @Body() body: GroupRequest): Promise<Group> {
    return this.commands.create(request, (tx) => this.groups.create(tx, body));
  }

  /**
   * Changes a group.
   * Planned lessons keep their room and teacher.
   */
  @Patch(':id')
  @Can(Groups.write)
  @Fails(GroupNotFound, GroupNameTaken, GroupDatesCrossed, CapacityTooSmall, VersionUnknown)
  change(@CurrentRequest() request: ApiRequest, @Id() id: string, @Body() body: GroupPatch): Promise<Group> {
    return this.commands.change(request, (tx, base) => this.groups.change(tx, id, body, base));
  }

  /**
   * Archives a group.
   * Nothing is deleted: nobody joins, nothing is planned, what is planned stays. Repeating it changes nothing.
   */
  @Delete(':id')
  @Can(Groups.write)
  @Fails(GroupNotFound)
  archive(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.groups.archive(tx, id));
  }
}

@Controller('groups/:id/members')
export class GroupMembersController {
  constructor(
    private readonly commands: Commands,
    private readonly members: MembersService,
    private readonly queries: MembersQueries,
  ) {}

  /**
   * Lists the members of a group.
   * Each with their standing: green, amber or red, and why.
   */
  @Get()
  @Can(Groups.read)
  @Fails(GroupNotFound)
  list(@Me() me: Actor, @Id() id: string, @Query() query: MemberListQuery): Promise<MemberPage> {
    return this.queries.list(me, id, query);
  }

  /** Gives a client's newest membership in the group. */
  @Get(':clientId')
  @Can(Groups.read)
  @Fails(MemberNotFound)
  get(@Me() me: Actor, @Id() id: string, @Id('clientId') clientId: string): Promise<Member> {
    return this.queries.getFor(me, id, clientId);
  }

  /**
   * Takes a client into a group.
   * Of two who want the last place one has it, the other is told `group.full`; an `override` with a reason takes them in
   * over the capacity. Other lessons the client has at the same time are named in `warnings`.
   */
  @Post()
  @Can(Groups.write)
  @Fails(GroupNotFound, GroupArchived, GroupFull, AlreadyMember, OutsideGroupDates, OverCapacityNotPermitted)
  join(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: MemberRequest,
  ): Promise<JoinedMember> {
    return this.commands.create(
      request,
      (tx) => this.members.join(tx, id, body),
      (member) => `/v1/groups/${member.groupId}/members/${member.clientId}`,
    );
  }

  /**
   * Lets a client go from a group.
   * `leftOn` is the first day the client is no longer a member. Said twice, the later word stands.
   */
  @Post(':clientId/departure')
  @Can(Groups.write)
  @Fails(GroupNotFound, GroupArchived, MemberNotFound, AlreadyMember, LeavesBeforeJoining)
  leave(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('clientId') clientId: string,
    @Body() body: DepartureRequest,
  ): Promise<Member> {
    return this.commands.run(request, (tx) => this.members.leave(tx, id, clientId, body));
  }
}

import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Can, Fails, Id, Me } from '../../../platform/http/index.js';
import { ClientNotFound } from '../../clients/index.js';
import { Groups } from '../schedule.permissions.js';
import { MembersQueries } from './members.queries.js';
import { MembershipListQuery, MembershipPage } from './memberships.dto.js';

@Controller('clients/:id/memberships')
export class ClientMembershipsController {
  constructor(private readonly queries: MembersQueries) {}

  /** Lists the groups a client belongs to, or did, the last joined first. */
  @Get()
  @Can(Groups.read)
  @Fails(ClientNotFound)
  list(@Me() me: Actor, @Id() id: string, @Query() query: MembershipListQuery): Promise<MembershipPage> {
    return this.queries.ofClient(me, id, query);
  }
}

import { Controller, Get, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Can, Fails, Id, Me } from '../../../platform/http/index.js';
import { ClientNotFound } from '../clients.errors.js';
import { Clients } from '../clients.permissions.js';
import { TimelinePage, TimelineQuery } from './timeline.dto.js';
import { TimelineQueries } from './timeline.queries.js';

@Controller('clients/:id/timeline')
export class TimelineController {
  constructor(private readonly queries: TimelineQueries) {}

  /**
   * Lists what happened with a client, the last first.
   * What the caller may not see, money for one, is left out; of health stands here only that it was changed.
   */
  @Get()
  @Can(Clients.read)
  @Fails(ClientNotFound)
  list(@Me() me: Actor, @Id() id: string, @Query() query: TimelineQuery): Promise<TimelinePage> {
    return this.queries.list(me, id, query);
  }
}

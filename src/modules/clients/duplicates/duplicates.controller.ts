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
import { Clients } from '../clients.permissions.js';
import { ClientMerged } from '../merges/merges.errors.js';
import { Dismissal, DismissalRequest, PairList, PairQuery } from './duplicates.dto.js';
import { DismissalNotFound, DismissedAlready } from './duplicates.errors.js';
import { DuplicatesQueries } from './duplicates.queries.js';
import { DuplicatesService } from './duplicates.service.js';

@Controller('clients/duplicates')
export class DuplicatesController {
  constructor(
    private readonly commands: Commands,
    private readonly duplicates: DuplicatesService,
    private readonly queries: DuplicatesQueries,
  ) {}

  /** Lists pairs of clients who may be one person, the most probable first, with the reasons. */
  @Get('pairs')
  @Can(Clients.merge)
  async pairs(@Me() me: Actor, @Query() query: PairQuery): Promise<PairList> {
    return { items: await this.queries.pairs(me, query) };
  }

  /** Says that two clients are not one person; they are not proposed again. */
  @Post('dismissals')
  @Can(Clients.merge)
  @Fails(ClientMerged, DismissedAlready)
  dismiss(@CurrentRequest() request: ApiRequest, @Body() body: DismissalRequest): Promise<Dismissal> {
    return this.commands.create(request, (tx) => this.duplicates.dismiss(tx, body));
  }

  /** Takes such a word back. */
  @Delete('dismissals/:id')
  @Can(Clients.merge)
  @Fails(DismissalNotFound)
  retract(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.duplicates.retract(tx, id));
  }
}

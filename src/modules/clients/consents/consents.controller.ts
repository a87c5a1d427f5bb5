import { Body, Controller, Get, Post, Query } from '@nestjs/common';
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
import { ClientNotFound } from '../clients.errors.js';
import { Consent, ConsentListQuery, ConsentPage, ConsentRequest, RevocationRequest } from './consents.dto.js';
import { ConsentNotFound, ConsentRevoked, ConsentStanding } from './consents.errors.js';
import { Consents } from './consents.permissions.js';
import { ConsentsQueries } from './consents.queries.js';
import { ConsentsService } from './consents.service.js';

@Controller('clients/:id/consents')
export class ConsentsController {
  constructor(
    private readonly commands: Commands,
    private readonly consents: ConsentsService,
    private readonly queries: ConsentsQueries,
  ) {}

  /** Lists what a client's family agreed to, how it stood on a day, and what is missing. */
  @Get()
  @Can(Consents.read)
  @Fails(ClientNotFound)
  list(@Me() me: Actor, @Id() id: string, @Query() query: ConsentListQuery): Promise<ConsentPage> {
    return this.queries.list(me, id, query);
  }

  /**
   * Writes a consent down.
   * For somebody under 18 a guardian who is a legal representative signs.
   */
  @Post()
  @Can(Consents.write)
  @Fails(ClientNotFound, ConsentStanding)
  add(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ConsentRequest,
  ): Promise<Consent> {
    return this.commands.create(
      request,
      (tx) => this.consents.sign(tx, id, body),
      () => `/v1/clients/${id}/consents`,
    );
  }

  /** Takes a consent back; both stay. */
  @Post(':consentId/revocation')
  @Can(Consents.write)
  @Fails(ClientNotFound, ConsentNotFound, ConsentRevoked)
  revoke(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('consentId') consentId: string,
    @Body() body: RevocationRequest,
  ): Promise<Consent> {
    return this.commands.run(request, (tx) => this.consents.revoke(tx, id, consentId, body));
  }
}

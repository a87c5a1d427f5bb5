import { Body, Controller, Get, Header, Post, Query } from '@nestjs/common';
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
import { ClientMerged } from '../merges/merges.errors.js';
import { Erasure, ErasureListQuery, ErasurePage, ErasureRequest, PersonExport } from './privacy.dto.js';
import { ErasedAlready, ErasureRefused } from './privacy.errors.js';
import { Privacy } from './privacy.permissions.js';
import { PrivacyQueries } from './privacy.queries.js';
import { PrivacyService } from './privacy.service.js';

@Controller('clients/:id')
export class PrivacyController {
  constructor(
    private readonly commands: Commands,
    private readonly privacy: PrivacyService,
    private readonly queries: PrivacyQueries,
  ) {}

  /**
   * Gives everything that is kept of a client and of those who stand for them, as one file.
   * Contacts, money and health are null for a caller who may not see them elsewhere.
   */
  @Get('export')
  @Can(Privacy.export)
  @Fails(ClientNotFound)
  @Header('content-disposition', 'attachment; filename="person.json"')
  export(@Me() me: Actor, @Id() id: string): Promise<PersonExport> {
    return this.queries.export(me, id);
  }

  /**
   * Erases what is personal of a client, and of guardians who stand for nobody else.
   * Ledgers, counts and the year of birth stay. Values go from the trail too; that they were changed stays. Not to be undone.
   */
  @Post('erasure')
  @Can(Privacy.erase)
  @Fails(ClientNotFound, ClientMerged, ErasedAlready, ErasureRefused)
  erase(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ErasureRequest,
  ): Promise<Erasure> {
    return this.commands.create(
      request,
      (tx) => this.privacy.erase(tx, id, body),
      () => `/v1/erasures?clientId=${id}`,
    );
  }
}

@Controller('erasures')
export class ErasuresController {
  constructor(private readonly queries: PrivacyQueries) {}

  /** Lists who was erased, when, by whom and on whose word. */
  @Get()
  @Can(Privacy.erase)
  list(@Me() me: Actor, @Query() query: ErasureListQuery): Promise<ErasurePage> {
    return this.queries.list(me, query);
  }
}

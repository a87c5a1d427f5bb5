import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../../platform/http/index.js';
import {
  ConsentPurpose,
  ConsentPurposePage,
  ConsentPurposePatch,
  ConsentPurposeQuery,
  ConsentPurposeRequest,
} from './consent-texts.dto.js';
import { ConsentTextsService } from './consent-texts.service.js';
import { ConsentPurposeNotFound, ConsentPurposeTaken } from './consents.errors.js';
import { Consents } from './consents.permissions.js';

@Controller('consent-purposes')
export class ConsentPurposesController {
  constructor(
    private readonly commands: Commands,
    private readonly texts: ConsentTextsService,
  ) {}

  /** Lists what families may be asked to agree to. */
  @Get()
  @Can(Consents.read)
  list(@Query() query: ConsentPurposeQuery): Promise<ConsentPurposePage> {
    return this.texts.listPurposes(query);
  }

  /** Makes a purpose of consent. */
  @Post()
  @Can(Consents.texts)
  @Fails(ConsentPurposeTaken)
  add(@CurrentRequest() request: ApiRequest, @Body() body: ConsentPurposeRequest): Promise<ConsentPurpose> {
    return this.commands.create(request, (tx) => this.texts.addPurpose(tx, body));
  }

  /** Changes a purpose of consent, or puts it away. */
  @Patch(':id')
  @Can(Consents.texts)
  @Fails(ConsentPurposeNotFound, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ConsentPurposePatch,
  ): Promise<ConsentPurpose> {
    return this.commands.change(request, (tx, base) => this.texts.changePurpose(tx, id, body, base));
  }
}

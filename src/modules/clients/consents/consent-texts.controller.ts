import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { Db } from '../../../platform/database/db.js';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../../platform/http/index.js';
import {
  ConsentText,
  ConsentTextPage,
  ConsentTextPatch,
  ConsentTextQuery,
  ConsentTextRequest,
} from './consent-texts.dto.js';
import { ConsentTextsService } from './consent-texts.service.js';
import { ConsentTextNotFound, ConsentTextSigned } from './consents.errors.js';
import { Consents } from './consents.permissions.js';

@Controller('consent-texts')
export class ConsentTextsController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly texts: ConsentTextsService,
  ) {}

  /** Lists the texts of consent, the newest first. */
  @Get()
  @Can(Consents.read)
  list(@Query() query: ConsentTextQuery): Promise<ConsentTextPage> {
    return this.texts.listTexts(query);
  }

  /** Shows a text of consent. */
  @Get(':id')
  @Can(Consents.read)
  @Fails(ConsentTextNotFound)
  get(@Id() id: string): Promise<ConsentText> {
    return this.texts.getText(this.db, id);
  }

  /** Makes the next version of a purpose's text. */
  @Post()
  @Can(Consents.texts)
  add(@CurrentRequest() request: ApiRequest, @Body() body: ConsentTextRequest): Promise<ConsentText> {
    return this.commands.create(request, (tx) => this.texts.addText(tx, body));
  }

  /** Changes a text that nobody signed yet. */
  @Patch(':id')
  @Can(Consents.texts)
  @Fails(ConsentTextNotFound, ConsentTextSigned, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ConsentTextPatch,
  ): Promise<ConsentText> {
    return this.commands.change(request, (tx, base) => this.texts.changeText(tx, id, body, base));
  }

  /** Removes a text that nobody signed. */
  @Delete(':id')
  @Can(Consents.texts)
  @Fails(ConsentTextNotFound, ConsentTextSigned)
  remove(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.texts.removeText(tx, id));
  }
}

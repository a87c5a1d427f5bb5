import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../../platform/http/index.js';
import { NotePhrasesService } from './note-phrases.service.js';
import {
  NotePhrase,
  NotePhrasePage,
  NotePhrasePatch,
  NotePhraseQuery,
  NotePhraseRequest,
} from './notes.dto.js';
import { NotePhraseNotFound, NotePhraseTaken } from './notes.errors.js';
import { Notes } from './notes.permissions.js';

@Controller('note-phrases')
export class NotePhrasesController {
  constructor(
    private readonly commands: Commands,
    private readonly phrases: NotePhrasesService,
  ) {}

  /** Lists the ready-made phrases of notes. */
  @Get()
  @Can(Notes.read)
  list(@Query() query: NotePhraseQuery): Promise<NotePhrasePage> {
    return this.phrases.list(query);
  }

  /** Makes a ready-made phrase. */
  @Post()
  @Can(Notes.phrases)
  @Fails(NotePhraseTaken)
  add(@CurrentRequest() request: ApiRequest, @Body() body: NotePhraseRequest): Promise<NotePhrase> {
    return this.commands.create(request, (tx) => this.phrases.add(tx, body));
  }

  /** Changes a ready-made phrase; notes written with it stay as they are. */
  @Patch(':id')
  @Can(Notes.phrases)
  @Fails(NotePhraseNotFound, NotePhraseTaken, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: NotePhrasePatch,
  ): Promise<NotePhrase> {
    return this.commands.change(request, (tx, base) => this.phrases.change(tx, id, body, base));
  }

  /** Removes a ready-made phrase; notes written with it stay. */
  @Delete(':id')
  @Can(Notes.phrases)
  @Fails(NotePhraseNotFound)
  remove(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.phrases.remove(tx, id));
  }
}

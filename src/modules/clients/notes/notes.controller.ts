import { Body, Controller, Delete, Get, Patch, Post, Put, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import {
  EditConflict,
  VersionRequired,
  VersionStale,
  VersionUnknown,
} from '../../../platform/database/versioned.js';
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
import { NotePhrasesService } from './note-phrases.service.js';
import {
  Note,
  NoteListQuery,
  NotePage,
  NotePhrase,
  NotePhrasePage,
  NotePhrasePatch,
  NotePhraseQuery,
  NotePhraseRequest,
  NoteRequest,
} from './notes.dto.js';
import { NoteNotFound, NotePhraseNotFound, NotePhraseTaken, NoteReplaced } from './notes.errors.js';
import { Notes } from './notes.permissions.js';
import { NotesService } from './notes.service.js';

@Controller()
export class NotesController {
  constructor(
    private readonly commands: Commands,
    private readonly notes: NotesService,
    private readonly phrases: NotePhrasesService,
  ) {}

  /** Lists notes about a client, the newest first. */
  @Get('clients/:id/notes')
  @Can(Notes.read)
  @Fails(ClientNotFound)
  list(@Me() me: Actor, @Id() id: string, @Query() query: NoteListQuery): Promise<NotePage> {
    return this.notes.list(me, id, query);
  }

  /** Writes a note about a client, signed with one's name; with replacesId in the place of another. */
  @Post('clients/:id/notes')
  @Can(Notes.write)
  @Fails(ClientNotFound, NoteReplaced)
  add(@CurrentRequest() request: ApiRequest, @Id() id: string, @Body() body: NoteRequest): Promise<Note> {
    return this.commands.create(
      request,
      (tx) => this.notes.add(tx, id, body),
      () => `/v1/clients/${id}/notes`,
    );
  }

  /** Pins a note. */
  @Put('clients/:id/notes/:noteId/pin')
  @Can(Notes.write)
  @Fails(ClientNotFound, NoteNotFound)
  pin(@CurrentRequest() request: ApiRequest, @Id() id: string, @Id('noteId') noteId: string): Promise<Note> {
    return this.commands.run(request, (tx) => this.notes.pin(tx, id, noteId));
  }

  /** Takes the pin out of a note. */
  @Delete('clients/:id/notes/:noteId/pin')
  @Can(Notes.write)
  @Fails(ClientNotFound, NoteNotFound)
  unpin(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('noteId') noteId: string,
  ): Promise<Note> {
    return this.commands.run(request, (tx) => this.notes.unpin(tx, id, noteId));
  }

  /** Lists the ready-made phrases of notes. */
  @Get('note-phrases')
  @Can(Notes.read)
  listPhrases(@Query() query: NotePhraseQuery): Promise<NotePhrasePage> {
    return this.phrases.list(query);
  }

  /** Makes a ready-made phrase. */
  @Post('note-phrases')
  @Can(Notes.phrases)
  @Fails(NotePhraseTaken)
  addPhrase(@CurrentRequest() request: ApiRequest, @Body() body: NotePhraseRequest): Promise<NotePhrase> {
    return this.commands.create(request, (tx) => this.phrases.add(tx, body));
  }

  /** Changes a ready-made phrase; notes written with it stay as they are. */
  @Patch('note-phrases/:id')
  @Can(Notes.phrases)
  @Fails(NotePhraseNotFound, NotePhraseTaken, EditConflict, VersionStale, VersionRequired, VersionUnknown)
  changePhrase(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: NotePhrasePatch,
  ): Promise<NotePhrase> {
    return this.commands.change(request, (tx, base) => this.phrases.change(tx, id, body, base));
  }

  /** Removes a ready-made phrase; notes written with it stay. */
  @Delete('note-phrases/:id')
  @Can(Notes.phrases)
  @Fails(NotePhraseNotFound)
  removePhrase(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.phrases.remove(tx, id));
  }
}

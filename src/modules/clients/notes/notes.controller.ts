import { Body, Controller, Delete, Get, Post, Put, Query } from '@nestjs/common';
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
import { Note, NoteListQuery, NotePage, NoteRequest } from './notes.dto.js';
import { NoteNotFound, NoteReplaced } from './notes.errors.js';
import { Notes } from './notes.permissions.js';
import { NotesService } from './notes.service.js';

@Controller('clients/:id/notes')
export class NotesController {
  constructor(
    private readonly commands: Commands,
    private readonly notes: NotesService,
  ) {}

  /** Lists notes about a client, the newest first. */
  @Get()
  @Can(Notes.read)
  @Fails(ClientNotFound)
  list(@Me() me: Actor, @Id() id: string, @Query() query: NoteListQuery): Promise<NotePage> {
    return this.notes.list(me, id, query);
  }

  /** Writes a note about a client, signed with one's name; with replacesId in the place of another. */
  @Post()
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
  @Put(':noteId/pin')
  @Can(Notes.write)
  @Fails(ClientNotFound, NoteNotFound)
  pin(@CurrentRequest() request: ApiRequest, @Id() id: string, @Id('noteId') noteId: string): Promise<Note> {
    return this.commands.run(request, (tx) => this.notes.pin(tx, id, noteId));
  }

  /** Takes the pin out of a note. */
  @Delete(':noteId/pin')
  @Can(Notes.write)
  @Fails(ClientNotFound, NoteNotFound)
  unpin(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Id('noteId') noteId: string,
  ): Promise<Note> {
    return this.commands.run(request, (tx) => this.notes.unpin(tx, id, noteId));
  }
}

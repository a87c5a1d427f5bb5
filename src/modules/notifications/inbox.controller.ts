import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Db } from '../../platform/database/db.js';
import {
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  SignedIn,
  type ApiRequest,
} from '../../platform/http/index.js';
import { languageOf } from '../../platform/http/problem.js';
import { InboxQueries } from './inbox.queries.js';
import { InboxService } from './inbox.service.js';
import {
  InboxItem,
  InboxPage,
  InboxQuery,
  NotificationPreferences,
  NotificationPreferencesPatch,
  ReadMarks,
  ReadMarksRequest,
} from './notifications.dto.js';
import { NotificationNotFound, PreferencesNotFound } from './notifications.errors.js';
import { PreferencesService } from './preferences.service.js';

const languageIn = (request: ApiRequest) => languageOf(request.headers['accept-language']);

@Controller('me/inbox')
export class InboxController {
  constructor(
    private readonly commands: Commands,
    private readonly inbox: InboxService,
    private readonly queries: InboxQueries,
  ) {}

  /** Lists what you were told, newest first, in your language. It is kept for 180 days. */
  @Get()
  @SignedIn()
  list(
    @Me() me: Actor,
    @Query() query: InboxQuery,
    @CurrentRequest() request: ApiRequest,
  ): Promise<InboxPage> {
    return this.queries.list(me, query, languageIn(request));
  }

  /** Marks all as read, or what came until an instant: what came since you looked stays unread. */
  @Post('read-marks')
  @SignedIn()
  readAll(@CurrentRequest() request: ApiRequest, @Body() body: ReadMarksRequest): Promise<ReadMarks> {
    return this.commands.run(request, (tx) => this.inbox.readAll(tx, body.until));
  }

  /** Marks one as read; once read, it stays read since then. */
  @Post(':id/read-mark')
  @SignedIn()
  @Fails(NotificationNotFound)
  read(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<InboxItem> {
    return this.commands.run(request, (tx) => this.inbox.read(tx, id, languageIn(request)));
  }

  /** Marks one as unread again. */
  @Delete(':id/read-mark')
  @SignedIn()
  @Fails(NotificationNotFound)
  unread(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.inbox.unread(tx, id));
  }
}

@Controller('me/notification-preferences')
export class NotificationPreferencesController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly preferences: PreferencesService,
  ) {}

  /** Shows what reaches you, by which ways, in which language. */
  @Get()
  @SignedIn()
  get(@Me() me: Actor, @CurrentRequest() request: ApiRequest): Promise<NotificationPreferences> {
    return this.preferences.get(this.db, me, languageIn(request));
  }

  /** Changes what reaches you. */
  @Patch()
  @SignedIn()
  @Fails(PreferencesNotFound)
  change(
    @CurrentRequest() request: ApiRequest,
    @Body() body: NotificationPreferencesPatch,
  ): Promise<NotificationPreferences> {
    return this.commands.change(request, (tx, base) =>
      this.preferences.change(tx, body, base, languageIn(request)),
    );
  }
}

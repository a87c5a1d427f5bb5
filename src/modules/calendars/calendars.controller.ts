import { createHash } from 'node:crypto';
import { Body, Controller, Delete, Get, Header, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import type { Actor } from '../../kernel/actor.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  Public,
  type ApiRequest,
} from '../../platform/http/index.js';
import {
  Calendar,
  CalendarListQuery,
  CalendarPage,
  CalendarRequest,
  OpenedCalendar,
} from './calendars.dto.js';
import { CalendarNotFound } from './calendars.errors.js';
import { Calendars } from './calendars.permissions.js';
import { CalendarsQueries } from './calendars.queries.js';
import { CalendarsService, hashOf, newToken } from './calendars.service.js';
import { feedText } from './feed.js';

@Controller('calendars')
export class CalendarsController {
  constructor(
    private readonly commands: Commands,
    private readonly calendars: CalendarsService,
    private readonly queries: CalendarsQueries,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Lists calendar feeds; addresses are not shown again. */
  @Get()
  @Can(Calendars.write)
  list(@Me() me: Actor, @Query() query: CalendarListQuery): Promise<CalendarPage> {
    return this.queries.list(me, query);
  }

  /**
   * Gives a feed to a calendar program.
   * Lessons of the past 30 and the coming 180 days, RFC 5545, in UTC; a cancelled lesson stays and says so. Whoever knows
   * the address may read it; it names no client. `If-None-Match` is answered with 304 while nothing has changed.
   */
  @Get(':token.ics')
  @Public('the secret in the address is the key: calendar programs cannot sign in')
  @Header('content-type', 'text/calendar; charset=utf-8')
  @ApiProduces('text/calendar')
  @Fails(CalendarNotFound)
  async feed(@CurrentRequest() request: ApiRequest, @Param('token') token: string): Promise<string> {
    // By the hash, whatever was sent: how long it takes says nothing of what is nearly right.
    const feed = await this.queries.byToken(hashOf(token));
    if (feed === null) throw CalendarNotFound();
    const text = feedText(feed, await this.queries.lessonsOf(feed));
    return tagged(request, text);
  }

  /** Gives one calendar feed; its address is not shown again. */
  @Get(':id')
  @Can(Calendars.write)
  @Fails(CalendarNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Calendar> {
    return this.queries.getFor(me, id);
  }

  /**
   * Makes a calendar feed of a room, a teacher, a client or a group.
   * The answer shows its secret address this once; only a hash of it is kept.
   */
  @Post()
  @Can(Calendars.write)
  async open(@CurrentRequest() request: ApiRequest, @Body() body: CalendarRequest): Promise<OpenedCalendar> {
    const token = newToken();
    const made = await this.commands.create(request, (tx) => this.calendars.open(tx, body, hashOf(token)));
    return { ...made, address: this.addressOf(request, token) };
  }

  /** Revokes a feed: its address is dead from now on. Repeating it changes nothing. */
  @Delete(':id')
  @Can(Calendars.write)
  @Fails(CalendarNotFound)
  revoke(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.calendars.revoke(tx, id));
  }

  /** The secret is not in the answer that is kept for an Idempotency-Key, so a repeated one cannot show it. */
  private addressOf(request: ApiRequest, token: string): string | null {
    if (request.outcome?.headers['idempotent-replayed'] === 'true') return null;
    return `${this.config.PUBLIC_URL ?? `${request.protocol}://${request.host}`}/v1/calendars/${token}.ics`;
  }
}

/** The text with its tag, or nothing when the caller has the same. */
function tagged(request: ApiRequest, text: string): string {
  const etag = `"${createHash('sha1').update(text).digest('base64url')}"`;
  const known = request.headers['if-none-match'];
  const isKnown =
    known !== undefined &&
    (known === '*' || known.split(',').some((one) => one.trim().replace(/^W\//, '') === etag));
  request.outcome = {
    ...(isKnown ? { status: 304 } : {}),
    headers: { etag, 'cache-control': 'private, no-cache' },
  };
  return isKnown ? '' : text;
}

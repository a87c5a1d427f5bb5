import { Controller, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Db } from '../database/db.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../http/index.js';
import { LetterListQuery, LetterPage, LetterWithAttempts } from './letters.dto.js';
import {
  LetterForgotten,
  LetterNotCancellable,
  LetterNotFound,
  LetterNotResendable,
} from './letters.errors.js';
import { Letters } from './letters.permissions.js';
import { LettersQueries } from './letters.queries.js';
import { LettersService } from './letters.service.js';

@Controller('letters')
export class LettersController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly letters: LettersService,
    private readonly queries: LettersQueries,
  ) {}

  /** Lists letters, newest first. Addresses ask for the right to see contacts. */
  @Get()
  @Can(Letters.read)
  list(@Me() me: Actor, @Query() query: LetterListQuery): Promise<LetterPage> {
    return this.queries.list(me, query);
  }

  /** Gives one letter with every try to send it. */
  @Get(':id')
  @Can(Letters.read)
  @Fails(LetterNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<LetterWithAttempts> {
    return this.queries.get(this.db, me, id);
  }

  /**
   * Sends a letter again that failed, or whose fate is unknown.
   * It is the same message to the byte, under the same Message-ID, to those whom it has not reached.
   */
  @Post(':id/resend')
  @Can(Letters.send)
  @Fails(LetterNotFound, LetterNotResendable, LetterForgotten)
  resend(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<LetterWithAttempts> {
    return this.commands.run(request, (tx) => this.letters.resend(tx, id));
  }

  /** Takes back a letter that waits. */
  @Post(':id/cancellation')
  @Can(Letters.send)
  @Fails(LetterNotFound, LetterNotCancellable)
  cancel(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<LetterWithAttempts> {
    return this.commands.run(request, (tx) => this.letters.cancel(tx, id));
  }
}

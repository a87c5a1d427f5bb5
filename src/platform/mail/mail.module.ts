import { Global, Module } from '@nestjs/common';
import { LetterEnds } from './letter-ends.js';
import { LetterRows } from './letter-rows.js';
import { LetterSender } from './letter-sender.js';
import { LettersController } from './letters.controller.js';
import { LettersQueries } from './letters.queries.js';
import { LettersRelay } from './letters-relay.js';
import { LettersService } from './letters.service.js';
import { Mail } from './mail.js';

/** Asking for letters and following them, for every process. */
@Global()
@Module({
  controllers: [LettersController],
  providers: [LetterEnds, LetterRows, LetterSender, LettersQueries, LettersService, Mail],
  exports: [LetterRows, LetterSender, LettersService, Mail],
})
export class MailModule {}

/** Sending them, for workers. */
@Module({ providers: [LettersRelay] })
export class MailWorkerModule {}

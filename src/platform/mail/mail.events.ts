import { defineEvent } from '../events/event.js';

interface LetterNotice {
  letterId: string;
  kind: string;
  problem: string;
}

/** A letter was given up: refused, or not delivered by the last try; with `recipient-refused` others have got it. */
export const mailFailed = defineEvent<LetterNotice>('mail.failed');
/** A letter was handed over and never answered: it may have come, so it is not sent again by itself. */
export const mailUnknown = defineEvent<LetterNotice>('mail.unknown');

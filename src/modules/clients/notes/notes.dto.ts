import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsArray, IsIn } from 'class-validator';
import { EditOf, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, Optional, Text } from '../../../platform/http/validators.js';
import { noteTypes, type NoteType } from './notes.types.js';

/** `a,b` in a query. */
const Types = () =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value)),
    IsIn(noteTypes, { each: true }),
    IsArray(),
  );

/** A note about a client. */
export class NoteRequest {
  /**
   * What kind of note it is.
   * @example "call"
   */
  @IsIn(noteTypes)
  type: NoteType;

  /**
   * What is to be remembered.
   * @example "Позвонила мама: на этой неделе не придут."
   */
  @Text(5000)
  text: string;

  /** The note whose place this one takes; that one stays readable. */
  @IdText()
  @Optional()
  replacesId?: string;
}

/** Filters of notes. */
export class NoteListQuery extends PageQuery {
  /**
   * One or more types, with commas.
   * @example ["call", "visit"]
   */
  @Types()
  @Optional()
  type?: NoteType[];

  /** `true`: only pinned ones. */
  @IsIn(['true', 'false'])
  @Optional()
  pinned?: string;

  /** `true` gives also those another note took the place of. */
  @IsIn(['true', 'false'])
  @Optional()
  history?: string;
}

/** A note: signed, and never changed. */
export class Note {
  id: string;
  /** Id of the client. */
  clientId: string;
  /** @example "call" */
  type: NoteType;
  /** @example "Позвонила мама: на этой неделе не придут." */
  text: string;
  isPinned: boolean;
  /** The note whose place this one took. */
  replacesId: string | null;
  /** The note that took the place of this one. */
  replacedById: string | null;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  /** Who signs it. */
  createdBy: Signature;
}

export class NotePage extends PageOf(Note) {}

/** A ready-made text. */
export class NotePhraseRequest {
  /** @example "call" */
  @IsIn(noteTypes)
  type: NoteType;

  /** @example "Предупредили о пропуске." */
  @Text(500)
  text: string;
}

/** A change of a ready-made text. */
export class NotePhrasePatch extends EditOf(NotePhraseRequest) {}

/** A ready-made text for those who write the same every day. */
export class NotePhrase {
  id: string;
  /** @example "call" */
  type: NoteType;
  /** @example "Предупредили о пропуске." */
  text: string;
  /** @example 1 */
  version: number;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  createdBy: Signature;
  /** @example "2026-11-23T09:30:00.000Z" */
  updatedAt: string;
  updatedBy: Signature;
}

export class NotePhrasePage extends PageOf(NotePhrase) {}

/** Filters of phrases. */
export class NotePhraseQuery extends PageQuery {
  /**
   * One or more types, with commas.
   * @example ["call"]
   */
  @Types()
  @Optional()
  type?: NoteType[];
}

import { IsBoolean, IsIn } from 'class-validator';
import type { Language } from '../../kernel/errors.js';
import { EditPatch, PageOf, PageQuery } from '../../platform/http/page.dto.js';
import { InstantText, ListOf, Nullable, Optional, Text } from '../../platform/http/validators.js';

/** Filters of the inbox. */
export class InboxQuery extends PageQuery {
  /**
   * Only those not read yet.
   * @example "true"
   */
  @IsIn(['true', 'false'])
  @Optional()
  unread?: string;

  /**
   * Only of this kind.
   * @example "mail.failed"
   */
  @Text(100)
  @Optional()
  kind?: string;
}

/** Something you are told. */
export class InboxItem {
  id: string;
  /** @example "mail.failed" */
  kind: string;
  /**
   * In your language.
   * @example "A letter was not delivered"
   */
  title: string;
  /** @example "Cash desk Main was closed with 500.00 less than counted." */
  text: string;
  branchId: string | null;
  /** What it is about. */
  subjectId: string | null;
  createdAt: string;
  /** Null until it is read. */
  readAt: string | null;
}

export class InboxPage extends PageOf(InboxItem) {}

/** How far all is read. */
export class ReadMarksRequest {
  /** What came at this instant or before is read; all when absent. */
  @InstantText()
  @Optional()
  until?: string;
}

/** What was marked. */
export class ReadMarks {
  /**
   * How many were unread.
   * @example 12
   */
  marked: number;
}

/** A choice of one kind. */
export class KindChoice {
  /** @example "subscription.expiring" */
  @Text(100)
  kind: string;

  /**
   * Whether it comes to the inbox.
   * @example true
   */
  @IsBoolean()
  @Optional()
  inbox?: boolean;

  /**
   * Whether it comes by e-mail.
   * @example false
   */
  @IsBoolean()
  @Optional()
  email?: boolean;
}

/** A change of what reaches you and how. */
export class NotificationPreferencesPatch extends EditPatch {
  /**
   * Language of letters and of the inbox; null: that of the centre, and of the request.
   * @example "ru"
   */
  @IsIn(['ru', 'en'])
  @Nullable()
  language?: Language | null;

  /** Choices; kinds that are not named stay as they are. */
  @ListOf(() => KindChoice, 200)
  @Optional()
  kinds?: KindChoice[];
}

/** A kind of notice and how it reaches you. */
export class KindPreference {
  /** @example "subscription.expiring" */
  kind: string;
  /** @example "Subscriptions that end soon" */
  title: string;
  inbox: boolean;
  email: boolean;
  /**
   * each: a letter for each; daily: one a day for all.
   * @example "daily"
   */
  letters: string;
}

/** What reaches you and how. */
export class NotificationPreferences {
  /** @example "ru" */
  language: string | null;
  /** The kinds you may be told. */
  kinds: KindPreference[];
  version: number;
}

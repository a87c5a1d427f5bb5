import { Transform } from 'class-transformer';
import { IsArray, IsIn } from 'class-validator';
import { EditOf, PageOf, PageQuery, Signature } from '../../../platform/http/page.dto.js';
import { IdText, LocalDateText, Name, Nullable, Optional, Text } from '../../../platform/http/validators.js';
import { resultKinds, type ResultKind } from './results.types.js';

/** Something a client achieved, or was given. */
export class ResultRequest {
  /** @example "achievement" */
  @IsIn(resultKinds)
  kind: ResultKind;

  /** @example "Первое место на городском турнире" */
  @Name()
  title: string;

  /** @example "Шесть побед из семи." */
  @Text(5000)
  @Nullable()
  text?: string | null;

  /**
   * The day it happened, today at the latest.
   * @example "2026-11-20"
   */
  @LocalDateText()
  onDate: string;

  /** The activity it belongs to. */
  @IdText()
  @Nullable()
  activityId?: string | null;

  /**
   * Who gave it.
   * @example "Федерация шахмат"
   */
  @Name()
  @Nullable()
  issuer?: string | null;
}

/** A change of a result; absent members stay, null clears. */
export class ResultPatch extends EditOf(ResultRequest) {}

/** Filters of results. */
export class ResultListQuery extends PageQuery {
  /**
   * One or more kinds, with commas.
   * @example ["achievement", "certificate"]
   */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsIn(resultKinds, { each: true })
  @IsArray()
  @Optional()
  kind?: ResultKind[];

  /** Of this activity. */
  @IdText()
  @Optional()
  activityId?: string;

  /**
   * From this day on.
   * @example "2026-09-01"
   */
  @LocalDateText()
  @Optional()
  from?: string;

  /**
   * Before this day.
   * @example "2027-09-01"
   */
  @LocalDateText()
  @Optional()
  to?: string;
}

/** A file of a result. */
export class ResultFile {
  id: string;
  /** @example "Грамота.pdf" */
  name: string;
  /** @example "application/pdf" */
  mediaType: string;
  /**
   * Bytes.
   * @example 48211
   */
  size: number;
}

/** Something a client achieved, or was given. */
export class Result {
  id: string;
  /** Id of the client. */
  clientId: string;
  /** @example "achievement" */
  kind: ResultKind;
  /** @example "Первое место на городском турнире" */
  title: string;
  /** @example "Шесть побед из семи." */
  text: string | null;
  /** @example "2026-11-20" */
  onDate: string;
  activityId: string | null;
  /** @example "Федерация шахмат" */
  issuer: string | null;
  /** In the order they were attached. */
  files: ResultFile[];
  /** @example 1 */
  version: number;
  /** @example "2026-11-23T09:30:00.000Z" */
  createdAt: string;
  createdBy: Signature;
  /** @example "2026-11-23T09:30:00.000Z" */
  updatedAt: string;
  updatedBy: Signature;
}

export class ResultPage extends PageOf(Result) {}

/** A client's photo as it is kept. */
export class Photo {
  /** @example "image/jpeg" */
  mediaType: string;
  /**
   * Bytes.
   * @example 48211
   */
  size: number;
}

export { FileBody, FileContent } from '../../../platform/http/file-bodies.js';

import { IsIn } from 'class-validator';
import { IdText, Optional, Text } from '../../platform/http/validators.js';

/** A dictionary that grew by use. */
export const facetFields = ['tags', 'interests', 'sources'] as const;

/** Which words in use. */
export class FacetQuery {
  /**
   * `tags`, `interests` or `sources`.
   * @example "tags"
   */
  @IsIn(facetFields)
  field: (typeof facetFields)[number];

  /** Of the clients of this branch. */
  @IdText()
  @Optional()
  branchId?: string;

  /**
   * Part of the word.
   * @example "summer"
   */
  @Text(100)
  @Optional()
  q?: string;
}

/** A word in use. */
export class Facet {
  /** @example "2026-summer" */
  value: string;
  /**
   * Clients within reach who have it.
   * @example 17
   */
  clients: number;
}

/** Words in use, the commonest first; at most 500. */
export class FacetList {
  /** The words. */
  items: Facet[];
}

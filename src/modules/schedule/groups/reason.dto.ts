import { IsIn } from 'class-validator';
import { Optional, Text } from '../../../platform/http/validators.js';

/** Why something is taken back. */
export class ReasonQuery {
  /**
   * Why.
   * @example "well again"
   */
  @Text(500)
  @Optional()
  reason?: string;

  /** `true` rehearses: the full answer, nothing kept. */
  @IsIn(['true', 'false'])
  @Optional()
  dryRun?: string;
}

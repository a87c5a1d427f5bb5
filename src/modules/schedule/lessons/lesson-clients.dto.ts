import { IdText, Optional } from '../../../platform/http/validators.js';
import { OverrideField, OverrideWord } from '../groups/override.dto.js';

/** One more for whom an individual lesson is. */
export class LessonClientRequest {
  /**
   * Who.
   * @example "01932f6e-0000-7000-8000-000000000005"
   */
  @IdText()
  clientId: string;

  /** Into a room too small: needs `schedule:override`. */
  @OverrideField()
  @Optional()
  override?: OverrideWord;
}

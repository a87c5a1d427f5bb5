import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { IdText, Optional, QuantityOrZeroText } from '../../platform/http/validators.js';
import type { Unit } from '../../kernel/units.js';

/** What a lesson uses up of one item of the warehouse: so much for the lesson, so much for each who is there. */
export class CostNormMaterialRequest {
  /**
   * The item.
   * @example "0193a5e0-d27a-7c9e-a1da-6dc1c0819204"
   */
  @IdText()
  itemId: string;

  /**
   * Units for the lesson, whoever comes; 10,000 at most, 0 when absent.
   * @example "1"
   */
  @QuantityOrZeroText()
  @Optional()
  perLesson?: string;

  /**
   * Units for each who is there; 1,000 at most, 0 when absent.
   * @example "2"
   */
  @QuantityOrZeroText()
  @Optional()
  perAttendee?: string;

  /**
   * What a unit should cost; when absent its average cost in stock now, or the item's price where none lies.
   * @example {"amount": 12000, "currency": "RUB"}
   */
  @MoneyField()
  @Optional()
  unitCost?: MoneyDto;
}

/** What a lesson uses up of one item of the warehouse. */
export class CostNormMaterial {
  /** The item. */
  itemId: string;
  /** @example "Watercolours" */
  name: string;
  /**
   * What the item is counted in.
   * @example "pcs"
   */
  unit: Unit;
  /**
   * Units for the lesson.
   * @example "1"
   */
  perLesson: string;
  /**
   * Units for each who is there.
   * @example "2"
   */
  perAttendee: string;
  /** What a unit should cost. */
  unitCost: MoneyDto;
}

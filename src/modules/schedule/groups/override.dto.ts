import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ValidateBy, ValidateNested } from 'class-validator';
import { Text } from '../../../platform/http/validators.js';

/** The word of one who may book over what says no. It is kept, and shown with what it was used for. */
export class OverrideWord {
  /**
   * Why.
   * @example "both choirs rehearse together this once"
   */
  @Text(500)
  reason: string;
}

/** A nested override. */
export const OverrideField = (): PropertyDecorator =>
  applyDecorators(
    ValidateNested(),
    Type(() => OverrideWord),
    ValidateBy({
      name: 'object',
      validator: {
        validate: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
        defaultMessage: () => 'object',
      },
    }),
  );

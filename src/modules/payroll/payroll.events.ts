import { defineEvent } from '../../platform/events/event.js';
import type { AccrualKind } from './pay.types.js';

/** Pay was accrued: for a lesson, or for what hangs on none. */
export const accrualMade = defineEvent<{
  accrualId: string;
  employeeId: string;
  lessonId: string | null;
  kind: AccrualKind;
  amount: number;
}>('accrual.made');

/** An accrual was taken back by an entry against it. */
export const accrualReversed = defineEvent<{
  accrualId: string;
  reversesId: string;
  employeeId: string;
  lessonId: string | null;
  amount: number;
}>('accrual.reversed');

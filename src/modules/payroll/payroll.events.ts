import { defineEvent } from '../../platform/events/event.js';

/** Pay was accrued for a piece of work. */
export const accrualMade = defineEvent<{
  accrualId: string;
  employeeId: string;
  lessonId: string;
  amount: number;
}>('accrual.made');

/** An accrual was taken back by an entry against it. */
export const accrualReversed = defineEvent<{
  accrualId: string;
  reversesId: string;
  employeeId: string;
  lessonId: string;
  amount: number;
}>('accrual.reversed');

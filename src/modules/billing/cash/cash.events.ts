import { defineEvent } from '../../../platform/events/event.js';

export const cashShiftOpened = defineEvent<{ cashShiftId: string; cashDeskId: string }>('cash-shift.opened');
/** `difference` in minor units: above zero too much lay in the desk, below zero too little. */
export const cashShiftClosed = defineEvent<{ cashShiftId: string; cashDeskId: string; difference: number }>(
  'cash-shift.closed',
);

import { defineEvent } from '../../../platform/events/event.js';

export const expensePosted = defineEvent<{ expenseId: string; categoryId: string }>('expense.posted');
export const expenseReversed = defineEvent<{ expenseId: string }>('expense.reversed');

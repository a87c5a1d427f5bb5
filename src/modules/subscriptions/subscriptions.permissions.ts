import { MONEY } from '../../kernel/field-groups.js';
import { definePermissions } from '../../kernel/permissions.js';

export const Plans = definePermissions('plans', {
  read: 'Sees the plans on sale.',
  write: 'Makes, changes and archives plans.',
});

export const Subscriptions = definePermissions('subscriptions', {
  read: 'Sees subscriptions, their visits and their colour.',
  write: 'Sells and cancels subscriptions.',
  freeze: 'Freezes subscriptions and lifts freezes, within the terms of the plan.',
  'freeze-backdated': 'Freezes days that have passed, as many as the plan allows.',
  adjust: 'Corrects the visits left by hand, with a reason.',
  extend: 'Adds days to a subscription, with a reason.',
  discount: 'Takes an amount of their own choice off the price, with a reason.',
  transfer: 'Gives the visits of a subscription to another client.',
  refund: 'Ends a subscription and gives back what was not used.',
  'refund-override': 'Chooses the method and the amount of a refund.',
});

MONEY.keep({
  subscriptions: ['price', 'discount', 'discount_reason', 'discount_id'],
  visits: ['value'],
  visit_entries: ['value'],
  visit_transfers: ['value'],
  subscription_refunds: ['amount', 'paid_out'],
  discount_uses: ['amount'],
});

import { definePermissions } from '../../kernel/permissions.js';

export const Plans = definePermissions('plans', {
  read: 'Sees the plans on sale.',
  write: 'Makes, changes and archives plans.',
});

export const Subscriptions = definePermissions('subscriptions', {
  read: 'Sees subscriptions, their visits and their colour.',
  write: 'Sells and cancels subscriptions.',
  freeze: 'Freezes subscriptions and lifts freezes, within the terms of the plan.',
  adjust: 'Corrects the visits left by hand, with a reason.',
});

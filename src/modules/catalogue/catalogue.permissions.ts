import { definePermissions } from '../../kernel/permissions.js';

export const Activities = definePermissions('activities', {
  read: 'Sees activities with their prices.',
  write: 'Makes, changes and archives activities, their prices and what each mark costs.',
});
export const PriceLists = definePermissions('price-lists', {
  read: 'Sees price lists.',
  write: 'Makes, changes and copies price lists; those for every branch with reach over all.',
});
export const Discounts = definePermissions('discounts', {
  read: 'Sees discounts and how often a promo code was used.',
  write: 'Makes, changes and archives discounts; those for every branch with reach over all.',
});

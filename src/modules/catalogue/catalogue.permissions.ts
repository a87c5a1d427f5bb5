import { COSTS, PAY } from '../../kernel/field-groups.js';
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
export const Vat = definePermissions('vat', {
  write: 'Says which VAT code takes effect, and removes what has not begun.',
});
export const CostNorms = definePermissions('cost-norms', {
  read: 'Sees what lessons should cost and bring.',
  write: 'Makes, ends and removes cost norms; those for every branch with reach over all.',
});

PAY.keep({ cost_norms: ['teacher_rate'] });
COSTS.keep({
  cost_norms: ['planned_visit_price', 'room_cost'],
  cost_norm_rooms: ['room_cost'],
  cost_norm_materials: ['unit_cost'],
});

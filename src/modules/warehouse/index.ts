export { WarehouseModule } from './warehouse.module.js';
export { StockService, type Basis, type StockMove, type StockReturn } from './stock/stock.service.js';
export { AfterPosting, type MovedStock } from './stock/after-posting.js';
export { StockInsufficient, StockValueSpent } from './stock/stock.errors.js';
export { ItemsService } from './items/items.service.js';
export { ItemNotFound } from './items/items.errors.js';
export type { Item, ItemRequest } from './items/items.dto.js';
export { fitsUnit, itemKinds, units, type ItemKind, type Unit } from './items/units.rules.js';
export { SuppliersService } from './suppliers/suppliers.service.js';
export { WarehousesService, type OpenWarehouse } from './warehouses/warehouses.service.js';
export { WarehouseArchived, WarehouseNotFound } from './warehouses/warehouses.errors.js';
export type { PostedWaybill } from './waybills/posting.service.js';
export { waybillNumber } from './waybills/waybill-number.js';
export type { WaybillKind } from './waybills/waybill.rules.js';
export {
  ReturnExceedsIssue,
  WaybillNotFound,
  WaybillNotPosted,
  WaybillReturned,
} from './waybills/waybills.errors.js';
export { Items, StockCosts, Suppliers, Warehousing } from './warehouse.permissions.js';
export { stockMoved, waybillPosted, waybillReversed } from './warehouse.events.js';
export { PurchaseOrders } from './orders/orders.permissions.js';
export {
  orderApproved,
  orderCancelled,
  orderConfirmed,
  orderFailed,
  orderReceived,
  orderSent,
  orderWaiting,
  reorderNeeded,
} from './orders/orders.events.js';
export { orderChecks } from './orders/orders.checks.js';
export { warehouseChecks } from './warehouse.checks.js';

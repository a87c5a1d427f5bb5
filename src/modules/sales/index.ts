export { SalesModule } from './sales.module.js';
export { SalesService, type SaleInput } from './sales.service.js';
export { SaleReturnsService, type ReturnInput } from './returns.service.js';
export { ServicesService } from './services.service.js';
export { Sales, Services } from './sales.permissions.js';
export { saleMade, saleReturned } from './sales.events.js';
export { salesChecks } from './sales.checks.js';

import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CatalogueModule } from '../catalogue/index.js';
import { OrganisationModule } from '../organisation/index.js';
import { StaffModule } from '../staff/index.js';
import { ItemImport } from './imports/item-import.js';
import { ItemImportsController } from './imports/item-imports.controller.js';
import { ItemImportOrders } from './imports/item-import-orders.js';
import { OpeningBalances } from './imports/opening-balances.js';
import { ItemCategoriesController } from './items/categories.controller.js';
import { CategoriesQueries } from './items/categories.queries.js';
import { CategoriesService } from './items/categories.service.js';
import { ItemCategoryRow, ItemRow } from './items/item.entity.js';
import { ItemsController } from './items/items.controller.js';
import { ItemsQueries } from './items/items.queries.js';
import { ItemsService } from './items/items.service.js';
import { DraftOrders } from './orders/draft-orders.js';
import { OrderDesk } from './orders/order-desk.js';
import { OrderLetters } from './orders/order-letters.js';
import { PurchaseOrderLinesController } from './orders/order-lines.controller.js';
import { OrderLinesService } from './orders/order-lines.service.js';
import { OrderReceipts } from './orders/order-receipts.js';
import { OrderSending } from './orders/order-sending.js';
import { PurchaseOrdersController } from './orders/orders.controller.js';
import { OrdersQueries } from './orders/orders.queries.js';
import { OrdersService } from './orders/orders.service.js';
import { ReorderQueries } from './orders/reorder.queries.js';
import { ReorderService } from './orders/reorder.service.js';
import { ReorderWatch } from './orders/reorder-watch.js';
import { ReorderStock } from './orders/reorder-stock.js';
import { AfterPosting } from './stock/after-posting.js';
import { StockLedger } from './stock/ledger.js';
import { MovementsQueries } from './stock/movements.queries.js';
import { StockController } from './stock/stock.controller.js';
import { StockQueries } from './stock/stock.queries.js';
import { StockService } from './stock/stock.service.js';
import { SupplierRow } from './suppliers/supplier.entity.js';
import { SuppliersController } from './suppliers/suppliers.controller.js';
import { SuppliersQueries } from './suppliers/suppliers.queries.js';
import { SuppliersService } from './suppliers/suppliers.service.js';
import { WarehouseRow } from './warehouses/warehouse.entity.js';
import { WarehousesController } from './warehouses/warehouses.controller.js';
import { WarehousesQueries } from './warehouses/warehouses.queries.js';
import { WarehousesService } from './warehouses/warehouses.service.js';
import { DraftLines } from './waybills/draft-lines.js';
import { WaybillLinesController } from './waybills/lines.controller.js';
import { LinesQueries } from './waybills/lines.queries.js';
import { LinesService } from './waybills/lines.service.js';
import { PostingService } from './waybills/posting.service.js';
import { ReturnsOfIssues } from './waybills/returns-of-issues.js';
import { WaybillRow } from './waybills/waybill.entity.js';
import { WaybillsController } from './waybills/waybills.controller.js';
import { WaybillsQueries } from './waybills/waybills.queries.js';
import { WaybillsService } from './waybills/waybills.service.js';

const rows = [ItemRow, ItemCategoryRow, SupplierRow, WarehouseRow, WaybillRow];

@Module({
  imports: [TypeOrmModule.forFeature(rows), OrganisationModule, CatalogueModule, StaffModule],
  controllers: [
    ...[ItemsController, ItemCategoriesController, SuppliersController, WarehousesController],
    ...[WaybillsController, WaybillLinesController, StockController, ItemImportsController],
    ...[PurchaseOrdersController, PurchaseOrderLinesController],
  ],
  providers: [
    ...[ItemsService, ItemsQueries, CategoriesService, CategoriesQueries],
    ...[SuppliersService, SuppliersQueries, WarehousesService, WarehousesQueries],
    ...[WaybillsService, WaybillsQueries, LinesService, LinesQueries, DraftLines],
    ...[PostingService, ReturnsOfIssues, StockLedger, AfterPosting],
    ...[StockService, StockQueries, MovementsQueries],
    ...[
      OrdersService,
      OrderLinesService,
      OrdersQueries,
      OrderDesk,
      OrderSending,
      OrderLetters,
      OrderReceipts,
    ],
    ...[DraftOrders, ReorderService, ReorderWatch, ReorderStock, ReorderQueries],
    ...[ItemImport, ItemImportOrders, OpeningBalances],
  ],
  exports: [StockService, ItemsService, WarehousesService, SuppliersService, AfterPosting],
})
export class WarehouseModule {}

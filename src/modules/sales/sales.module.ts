import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { BillingModule } from '../billing/index.js';
import { CatalogueModule } from '../catalogue/index.js';
import { ClientsModule } from '../clients/index.js';
import { OrganisationModule } from '../organisation/index.js';
import { PayrollModule } from '../payroll/index.js';
import { StaffModule } from '../staff/index.js';
import { SubscriptionsModule } from '../subscriptions/index.js';
import { WarehouseModule } from '../warehouse/index.js';
import { GoodsPrices } from './goods-prices.js';
import { RegisterQueries } from './register.queries.js';
import { ReturnMoney } from './return-money.js';
import { SaleReturnsService } from './returns.service.js';
import { SaleLines } from './sale-lines.js';
import { SaleMoney } from './sale-money.js';
import { SalePlaces } from './sale-place.js';
import { SaleSubjects } from './sale-subjects.js';
import { SaleWriter } from './sale-writer.js';
import { SalesController } from './sales.controller.js';
import {
  SaleLineRow,
  SalePaymentRow,
  SaleRefundRow,
  SaleReturnLineRow,
  SaleReturnRow,
  SaleRow,
  ServiceRow,
} from './sales.entity.js';
import { SalesQueries } from './sales.queries.js';
import { SalesService } from './sales.service.js';
import { SellerPay } from './seller-pay.js';
import { ServicesController } from './services.controller.js';
import { ServicesService } from './services.service.js';

const rows = [
  ...[ServiceRow, SaleRow, SaleLineRow, SalePaymentRow],
  ...[SaleReturnRow, SaleReturnLineRow, SaleRefundRow],
];

@Module({
  imports: [
    TypeOrmModule.forFeature(rows),
    ...[OrganisationModule, ClientsModule, StaffModule, CatalogueModule],
    ...[BillingModule, WarehouseModule, PayrollModule, SubscriptionsModule],
  ],
  controllers: [SalesController, ServicesController],
  providers: [
    ...[SalesService, SalePlaces, SaleSubjects, SaleLines, GoodsPrices, SaleMoney, SaleWriter, SellerPay],
    ...[SaleReturnsService, ReturnMoney, ServicesService],
    ...[SalesQueries, RegisterQueries],
  ],
  exports: [SalesService, SaleReturnsService, ServicesService],
})
export class SalesModule {}

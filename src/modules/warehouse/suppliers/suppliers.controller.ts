import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { FieldForbidden } from '../../../kernel/field-groups.js';
import { Db } from '../../../platform/database/db.js';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import {
  Can,
  Commands,
  CurrentRequest,
  Fails,
  Id,
  Me,
  type ApiRequest,
} from '../../../platform/http/index.js';
import { Suppliers } from '../warehouse.permissions.js';
import { SupplierPatch, SupplierRequest } from './supplier-requests.dto.js';
import { Supplier, SupplierListQuery, SupplierPage } from './suppliers.dto.js';
import { SupplierNameTaken, SupplierNotFound, SupplierTaxNumberTaken } from './suppliers.errors.js';
import { SuppliersQueries } from './suppliers.queries.js';
import { SuppliersService } from './suppliers.service.js';

@Controller('suppliers')
export class SuppliersController {
  constructor(
    private readonly commands: Commands,
    private readonly suppliers: SuppliersService,
    private readonly queries: SuppliersQueries,
    private readonly db: Db,
  ) {}

  /** Lists suppliers by name; they belong to the whole organisation. */
  @Get()
  @Can(Suppliers.read)
  list(@Me() me: Actor, @Query() query: SupplierListQuery): Promise<SupplierPage> {
    return this.queries.list(me, query);
  }

  /** Shows a supplier. */
  @Get(':id')
  @Can(Suppliers.read)
  @Fails(SupplierNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Supplier> {
    return this.queries.get(this.db, me, id);
  }

  /** Makes a supplier. */
  @Post()
  @Can(Suppliers.write)
  @Fails(SupplierNameTaken, SupplierTaxNumberTaken, FieldForbidden)
  create(@CurrentRequest() request: ApiRequest, @Body() body: SupplierRequest): Promise<Supplier> {
    return this.commands.create(request, (tx) => this.suppliers.create(tx, body));
  }

  /** Changes a supplier or archives it. */
  @Patch(':id')
  @Can(Suppliers.write)
  @Fails(SupplierNotFound, SupplierNameTaken, SupplierTaxNumberTaken, FieldForbidden, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: SupplierPatch,
  ): Promise<Supplier> {
    return this.commands.change(request, (tx, base) => this.suppliers.change(tx, id, body, base));
  }
}

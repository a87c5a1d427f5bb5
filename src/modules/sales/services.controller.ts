import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { Db } from '../../platform/database/db.js';
import { VersionUnknown } from '../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../platform/http/index.js';
import { ServiceNameTaken, ServiceNotFound } from './sales.errors.js';
import { Services } from './sales.permissions.js';
import { Service, ServiceListQuery, ServicePage, ServicePatch, ServiceRequest } from './services.dto.js';
import { ServicesService } from './services.service.js';

@Controller('services')
export class ServicesController {
  constructor(
    private readonly commands: Commands,
    private readonly services: ServicesService,
    private readonly db: Db,
  ) {}

  /** Lists services by name. */
  @Get()
  @Can(Services.read)
  list(@Query() query: ServiceListQuery): Promise<ServicePage> {
    return this.services.list(query);
  }

  /** Shows a service. */
  @Get(':id')
  @Can(Services.read)
  @Fails(ServiceNotFound)
  get(@Id() id: string): Promise<Service> {
    return this.services.get(this.db, id);
  }

  /** Makes a service. */
  @Post()
  @Can(Services.write)
  @Fails(ServiceNameTaken)
  create(@CurrentRequest() request: ApiRequest, @Body() body: ServiceRequest): Promise<Service> {
    return this.commands.create(request, (tx) => this.services.create(tx, body));
  }

  /** Changes a service or takes it off sale; what was sold keeps its name and price. */
  @Patch(':id')
  @Can(Services.write)
  @Fails(ServiceNotFound, ServiceNameTaken, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ServicePatch,
  ): Promise<Service> {
    return this.commands.change(request, (tx, base) => this.services.change(tx, id, body, base));
  }
}

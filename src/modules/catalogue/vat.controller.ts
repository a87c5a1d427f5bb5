import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { Db } from '../../platform/database/db.js';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../platform/http/index.js';
import { Activities, Vat } from './catalogue.permissions.js';
import { VatRateBegun, VatRateNotFound, VatRateTaken } from './vat.errors.js';
import { VatQueries } from './vat.queries.js';
import { VatRateListQuery, VatRatePage, VatRateRequest, VatRateView } from './vat.dto.js';
import { VatService } from './vat.service.js';

@Controller('vat-rates')
export class VatRatesController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly vat: VatService,
    private readonly queries: VatQueries,
  ) {}

  /**
   * Lists VAT codes with the days they are in force.
   * Codes of one kind follow one another: what carries a code of a kind is taxed by the one in force on the day.
   */
  @Get()
  @Can(Activities.read)
  list(@Query() query: VatRateListQuery): Promise<VatRatePage> {
    return this.queries.list(query);
  }

  /** Gives one VAT rate. */
  @Get(':id')
  @Can(Activities.read)
  @Fails(VatRateNotFound)
  get(@Id() id: string): Promise<VatRateView> {
    return this.queries.get(this.db, id);
  }

  /**
   * Says by which code things of its kind are taxed from a coming day on.
   * What was charged before keeps the code and the rate it was charged with.
   */
  @Post()
  @Can(Vat.write)
  @Fails(VatRateTaken, VatRateBegun)
  change(@CurrentRequest() request: ApiRequest, @Body() body: VatRateRequest): Promise<VatRateView> {
    return this.commands.create(request, (tx) => this.vat.change(tx, body));
  }

  /** Removes a rate that has not begun. */
  @Delete(':id')
  @Can(Vat.write)
  @Fails(VatRateNotFound, VatRateBegun)
  remove(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.vat.remove(tx, id));
  }
}

import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Db } from '../../platform/database/db.js';
import { VersionUnknown } from '../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { DiscountForAll, DiscountNameTaken, DiscountNotFound, PromoCodeTaken } from './catalogue.errors.js';
import { Discounts } from './catalogue.permissions.js';
import { DiscountEditor } from './discount-editor.service.js';
import { DiscountPatch, DiscountRequest } from './discount-requests.dto.js';
import { Discount, DiscountListQuery, DiscountPage } from './discounts.dto.js';
import { DiscountsQueries } from './discounts.queries.js';

@Controller('discounts')
export class DiscountsController {
  constructor(
    private readonly commands: Commands,
    private readonly discounts: DiscountEditor,
    private readonly queries: DiscountsQueries,
    private readonly db: Db,
  ) {}

  /** Lists discounts, those in use unless asked otherwise. */
  @Get()
  @Can(Discounts.read)
  list(@Me() me: Actor, @Query() query: DiscountListQuery): Promise<DiscountPage> {
    return this.queries.list(me, query);
  }

  /** Shows a discount and how often its code was used. */
  @Get(':id')
  @Can(Discounts.read)
  @Fails(DiscountNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<Discount> {
    return this.queries.getInReach(this.db, me, id);
  }

  /**
   * Makes a discount.
   * Discounts do not add up: a sale gets the best of those that are earned or named.
   */
  @Post()
  @Can(Discounts.write)
  @Fails(DiscountNameTaken, PromoCodeTaken, DiscountForAll)
  create(@CurrentRequest() request: ApiRequest, @Body() body: DiscountRequest): Promise<Discount> {
    return this.commands.create(request, (tx) => this.discounts.create(tx, body));
  }

  /** Changes a discount or archives it; what was sold with it stays. */
  @Patch(':id')
  @Can(Discounts.write)
  @Fails(...[DiscountNotFound, DiscountNameTaken, PromoCodeTaken, DiscountForAll], ...[VersionUnknown])
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: DiscountPatch,
  ): Promise<Discount> {
    return this.commands.change(request, (tx, base) => this.discounts.change(tx, id, body, base));
  }
}

import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import {
  AccountOfWalkIn,
  ChargeBelongsElsewhere,
  ChargeNotFound,
  ChargeNotOpen,
  ChargeNotStanding,
  ChargeOfNothing,
  CreditExceedsCharge,
  DueDayTheSame,
  InstalmentsNotWhole,
} from './billing.errors.js';
import { Billing } from './billing.permissions.js';
import {
  ChargeRequest,
  ChargeReversal,
  CreditRequest,
  InstalmentsRequest,
  PostponementRequest,
} from './charge-requests.dto.js';
import { ChargeCard, ChargeListQuery, ChargePage } from './charges.dto.js';
import { ChargesQueries } from './charges.queries.js';
import { ChargesService } from './charges.service.js';
import { OtherChargesService } from './other-charges.service.js';

const ofCharge = ({ id }: ChargeCard): string => `/v1/charges/${id}`;

@Controller('charges')
export class ChargesController {
  constructor(
    private readonly commands: Commands,
    private readonly charges: ChargesService,
    private readonly others: OtherChargesService,
    private readonly queries: ChargesQueries,
  ) {}

  /** Lists charges, the newest first. */
  @Get()
  @Can(Billing.read)
  list(@Me() me: Actor, @Query() query: ChargeListQuery): Promise<ChargePage> {
    return this.queries.list(me, query);
  }

  /** Shows a charge: what pays it, what was taken off, how its due day moved, its instalments. */
  @Get(':id')
  @Can(Billing.read)
  @Fails(ChargeNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<ChargeCard> {
    return this.queries.getInReach(me, id);
  }

  /**
   * Makes a charge by hand, for another service or a fine.
   * Free money of the account pays it at once.
   */
  @Post()
  @Can(Billing.write)
  @Fails(ChargeOfNothing)
  make(@CurrentRequest() request: ApiRequest, @Body() body: ChargeRequest): Promise<ChargeCard> {
    return this.commands.create(request, (tx) => this.others.make(tx, body));
  }

  /**
   * Takes back a charge that was made by hand, with all its instalments.
   * What paid it is free again. The charge of a subscription or visit goes with that.
   */
  @Delete(':id')
  @Can(Billing.write)
  @Fails(ChargeNotFound, ChargeNotStanding, ChargeBelongsElsewhere, AccountOfWalkIn)
  reverse(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ChargeReversal,
  ): Promise<ChargeCard> {
    return this.commands.run(request, (tx) => this.charges.reverse(tx, id, body.reason));
  }

  /**
   * Takes a part of a charge off, or all of it.
   * What was paid above the rest is free again and meets what else is open.
   */
  @Post(':id/credits')
  @Can(Billing.credit)
  @Fails(ChargeNotFound, ChargeNotStanding, CreditExceedsCharge, AccountOfWalkIn)
  credit(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: CreditRequest,
  ): Promise<ChargeCard> {
    return this.commands.create(request, (tx) => this.charges.writeOff(tx, id, body), ofCharge);
  }

  /**
   * Lets what is open of a charge be paid in parts.
   * The first part stays with this charge; each other part is a charge of its own for the same thing, so that it is due, late and paid by itself.
   */
  @Post(':id/instalments')
  @Can(Billing.write)
  @Fails(ChargeNotFound, ChargeNotStanding, ChargeNotOpen, InstalmentsNotWhole, AccountOfWalkIn)
  payInParts(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: InstalmentsRequest,
  ): Promise<ChargeCard> {
    return this.commands.create(request, (tx) => this.charges.payInParts(tx, id, body), ofCharge);
  }

  /** Moves the due day of an open charge. */
  @Post(':id/postponements')
  @Can(Billing.write)
  @Fails(ChargeNotFound, ChargeNotStanding, ChargeNotOpen, DueDayTheSame, AccountOfWalkIn)
  postpone(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: PostponementRequest,
  ): Promise<ChargeCard> {
    return this.commands.create(request, (tx) => this.charges.postpone(tx, id, body), ofCharge);
  }
}

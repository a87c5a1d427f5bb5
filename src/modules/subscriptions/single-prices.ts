import { Injectable } from '@nestjs/common';
import type { LocalDate } from '../../kernel/local-date.js';
import { multiply, type Minor } from '../../kernel/money.js';
import type { Reader } from '../../platform/database/reader.js';
import { ActivitiesService, PriceListsService, type Activity } from '../catalogue/index.js';

interface Place {
  branchId: string;
  activityId: string;
  onDate: LocalDate;
}

/** What single visits cost where and when: the price list of the branch before the activity's own prices. */
@Injectable()
export class SinglePrices {
  constructor(
    private readonly activities: ActivitiesService,
    private readonly priceLists: PriceListsService,
  ) {}

  /** Turns a price by the activity's own prices into one by the list, keeping the share of it that the mark asks for. */
  async of(reader: Reader, place: Place): Promise<(visit: { mark: string; price: Minor }) => Minor> {
    const { branchId, activityId, onDate: on } = place;
    const listed = await this.priceLists.pricesOn(reader, { branchId, on, activityIds: [activityId] });
    const prices = listed.activities.get(activityId);
    if (prices === undefined) return ({ price }) => price;
    const own = await this.activities.get(reader, activityId);
    return ({ mark, price }) => {
      const isTrial = mark === 'trial';
      const base = isTrial ? own.trialPrice.amount : own.singlePrice.amount;
      return base === 0 ? price : multiply(price, isTrial ? prices.trialPrice : prices.singlePrice, base);
    };
  }

  /** The price of one visit of each activity on a day. */
  async single(reader: Reader, { branchId, activityId, onDate: on }: Place): Promise<Minor> {
    const listed = await this.priceLists.pricesOn(reader, { branchId, on, activityIds: [activityId] });
    const found = listed.activities.get(activityId)?.singlePrice;
    return found ?? (await this.activities.get(reader, activityId)).singlePrice.amount;
  }

  activity(reader: Reader, activityId: string): Promise<Pick<Activity, 'name' | 'vatCode'>> {
    return this.activities.get(reader, activityId);
  }
}

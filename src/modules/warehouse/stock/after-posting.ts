import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../platform/database/tx.js';
import type { WaybillKind } from '../waybills/waybill.rules.js';

/** Stock that has just moved, in the transaction that moved it. */
export interface MovedStock {
  waybillId: string;
  kind: WaybillKind;
  /** Of a receipt: the order it came of. */
  purchaseOrderId: string | null;
  isReversal: boolean;
  warehouseId: string;
  itemIds: readonly string[];
}

type Follow = (tx: Tx, moved: MovedStock) => Promise<void>;

/** The seam where what must follow from a movement hooks in: same transaction, once for each warehouse that was touched. */
@Injectable()
export class AfterPosting {
  private readonly followers: Follow[] = [];

  follow(follower: Follow): void {
    this.followers.push(follower);
  }

  async run(tx: Tx, moved: MovedStock): Promise<void> {
    for (const follower of this.followers) await follower(tx, moved);
  }
}

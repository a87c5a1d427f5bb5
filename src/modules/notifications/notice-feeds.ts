import { Injectable, type OnModuleInit } from '@nestjs/common';
import { addCashNotices } from './kinds/cash.notices.js';
import { addLoanNotices } from './kinds/loan.notices.js';
import { addMailNotices } from './kinds/mail.notices.js';
import { addOrderNotices } from './kinds/order.notices.js';
import { addScheduleNotices } from './kinds/schedule.notices.js';
import { addStockNotices } from './kinds/stock.notices.js';
import { addSubscriptionNotices } from './kinds/subscription.notices.js';
import { NoticeKinds } from './notice-kinds.js';

/** Every kind there is, by the module it comes from. A new one is a line here and its declaration. */
@Injectable()
export class NoticeFeeds implements OnModuleInit {
  constructor(private readonly kinds: NoticeKinds) {}

  onModuleInit(): void {
    addMailNotices(this.kinds);
    addSubscriptionNotices(this.kinds);
    addScheduleNotices(this.kinds);
    addCashNotices(this.kinds);
    addStockNotices(this.kinds);
    addLoanNotices(this.kinds);
    addOrderNotices(this.kinds);
  }
}

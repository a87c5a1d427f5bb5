import { addDays, type LocalDate } from '../kernel/local-date.js';
import { GroupLoansService } from '../modules/loans/group-loans.service.js';
import { LendingService } from '../modules/loans/lending.service.js';
import { LossesService } from '../modules/loans/losses.service.js';
import { ReturnsService } from '../modules/loans/returns.service.js';
import { sql } from '../platform/database/sql.js';
import { itemOf } from './assortment.js';
import { childOf, type Cast } from './cast.js';
import type { Stage } from './stage.js';

/** The groups of English: of the quay and of the Hill. */
const QUAY = 2;
const HILL = 8;
/** Two of the Hill who forget to bring the book. */
const FORGETFUL = [HILL, HILL + 12] as const;

/** Books for the course on the quay, until a day on the Hill; kits and an easel to take home. */
export async function lendBooks(stage: Stage, cast: Cast, day: LocalDate): Promise<void> {
  const items = [{ itemId: itemOf(cast.shop, 'ENG-SB-1').id, quantity: '1' }];
  const groups = stage.get(GroupLoansService);
  const groupId = (at: number) => cast.centre.groups[at]?.id ?? '';
  await stage.by('administrator', (tx) => groups.lend(tx, groupId(QUAY), { items }));
  const term = { items, untilOn: addDays(day, 74), comment: 'До контрольной' };
  await stage.by('director', (tx) => groups.lend(tx, groupId(HILL), term));
}

export async function lendKits(stage: Stage, cast: Cast, day: LocalDate): Promise<void> {
  const lend = (n: number, sku: string, days: number, comment: string) =>
    stage.by('administrator', (tx) => {
      const items = [{ itemId: itemOf(cast.shop, sku).id, quantity: '1' }];
      const loan = { clientId: childOf(cast, n).id, items, untilOn: addDays(day, days), comment };
      return stage.get(LendingService).lend(tx, loan);
    });
  await lend(1, 'ROBO-KIT', 21, 'На конкурс');
  await lend(13, 'ROBO-KIT', 67, 'Собирает дома проект');
  await lend(25, 'ROBO-BK', 120, '');
  await lend(4, 'EASEL', 150, 'The left leg is loose');
}

/** The contest is over: the kit is back. */
export async function bringKit(stage: Stage, cast: Cast): Promise<void> {
  const loanId = await loanOf(stage, childOf(cast, 1).id);
  const back = { condition: 'good', comment: 'Все детали на месте' } as const;
  await stage.by('administrator', (tx) => stage.get(ReturnsService).takeBack(tx, loanId, back));
}

/** The family pays for what it has lost when it comes next. */
export async function loseBook(stage: Stage, cast: Cast): Promise<void> {
  const loanId = await loanOf(stage, childOf(cast, QUAY + 12).id);
  const lines = [{ itemId: itemOf(cast.shop, 'ENG-SB-1').id, quantity: '1' }];
  const lost = { lines, reason: 'Забыли в электричке' };
  await stage.by('administrator', (tx) => stage.get(LossesService).lose(tx, loanId, lost));
}

/** The books of the Hill come back a little early, but for two. */
export async function collectBooks(stage: Stage, cast: Cast): Promise<void> {
  const groupId = cast.centre.groups[HILL]?.id ?? '';
  const back = { condition: 'good', exceptClientIds: FORGETFUL.map((n) => childOf(cast, n).id) } as const;
  await stage.by('director', (tx) => stage.get(GroupLoansService).takeBack(tx, groupId, back));
}

async function loanOf(stage: Stage, clientId: string): Promise<string> {
  const { id } = await stage.tx((tx) =>
    tx.one<{ id: string }>(sql`select id from loans where client_id = ${clientId} and closed_on is null`),
  );
  return id;
}

import { CashDesksService } from '../modules/billing/cash/desks.service.js';
import { CashShiftsService } from '../modules/billing/cash/shifts.service.js';
import { ExpensesService } from '../modules/billing/expenses/expenses.service.js';
import { OtherChargesService } from '../modules/billing/other-charges.service.js';
import { BillingService } from '../modules/billing/index.js';
import { addMinutes, type Instant } from '../platform/clock/clock.js';
import { childOf, type Cast } from './cast.js';
import { rub } from './offers.js';
import type { Stage } from './stage.js';

const FLOAT = 500_000;
const COLLECTED = 200_000;
const APRON = 120_000;
const BATTERIES = 45_000;
const SHORT = 5_000;

/** A desk for cash, and a whole shift of it: opened, two aprons sold, batteries bought, collected, counted a little short, closed. */
export async function keepDesk(stage: Stage, cast: Cast, opensAt: Instant): Promise<string> {
  const [{ id: branchId }] = cast.centre.branches;
  const desk = { branchId, name: 'Стойка на набережной' };
  const { id: cashDeskId } = await stage.by('director', (tx) => stage.get(CashDesksService).create(tx, desk));
  stage.clock.set(opensAt);
  const shiftId = await openShift(stage, cashDeskId);
  for (const n of [26, 27]) await sellApron(stage, childOf(cast, n).id);
  await buyBatteries(stage, cast, { branchId, cashDeskId });
  stage.clock.set(addMinutes(opensAt, 11 * 60));
  await stage.by('administrator', async (tx) => {
    const shifts = stage.get(CashShiftsService);
    await shifts.move(tx, shiftId, { direction: 'out', amount: rub(COLLECTED), reason: 'Инкассация' });
    const counted = rub(FLOAT + 2 * APRON - BATTERIES - COLLECTED - SHORT);
    await shifts.close(tx, shiftId, { counted, differenceReason: 'Не хватило мелочи на сдачу' });
  });
  return cashDeskId;
}

async function buyBatteries(
  stage: Stage,
  cast: Cast,
  place: { branchId: string; cashDeskId: string },
): Promise<void> {
  const categoryId = cast.expenseCategories.get('Хозяйственные расходы') ?? '';
  const bought = { amount: rub(BATTERIES), supplier: 'Магазин у дома', note: 'Батарейки для роботов' };
  const expense = { ...place, categoryId, ...bought, paidFrom: 'cash', vatCode: 'none' } as const;
  await stage.by('accountant', (tx) => stage.get(ExpensesService).post(tx, expense));
}

/** The shift that is open while a newcomer looks around. */
export async function openDesk(stage: Stage, cast: Cast, cashDeskId: string): Promise<void> {
  await openShift(stage, cashDeskId);
  await sellApron(stage, childOf(cast, 28).id);
}

const openShift = (stage: Stage, cashDeskId: string): Promise<string> =>
  stage.by('administrator', async (tx) => {
    const opening = { cashDeskId, openingFloat: rub(FLOAT) };
    return (await stage.get(CashShiftsService).open(tx, opening)).id;
  });

async function sellApron(stage: Stage, clientId: string): Promise<void> {
  await stage.by('administrator', async (tx) => {
    const amount = rub(APRON);
    const { id } = await stage.get(OtherChargesService).make(tx, { clientId, amount, description: 'Фартук' });
    const payment = { clientId, amount, method: 'cash', chargeIds: [id] } as const;
    await stage.get(BillingService).receive(tx, payment);
  });
}

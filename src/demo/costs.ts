import { type LocalDate } from '../kernel/local-date.js';
import { CostNormsService } from '../modules/catalogue/cost-norms.service.js';
import type { CostNormRequest } from '../modules/catalogue/cost-norms.dto.js';
import type { Tx } from '../platform/database/tx.js';
import { itemOf } from './assortment.js';
import type { Cast } from './cast.js';
import { rub } from './offers.js';
import type { Stage } from './stage.js';

const DRAWING = 0;
const ROBOTICS = 1;

/**
 * What a lesson should bring and cost. Drawing uses a pack of paper and a little clay for each child, which completing a lesson
 * takes out of the storeroom; rooms on the Hill are cheaper. English and dance are not planned yet: reports tell how many.
 */
export async function planCosts(
  stage: Stage,
  tx: Tx,
  { centre, shop, on }: Pick<Cast, 'centre' | 'shop'> & { on: LocalDate },
): Promise<void> {
  const [quay, hill] = centre.branches;
  const plan = (at: number, norm: Omit<CostNormRequest, 'activityId' | 'effectiveFrom'>) => {
    const { activityId = '' } = centre.offers.list[at] ?? {};
    return stage.get(CostNormsService).create(tx, { activityId, effectiveFrom: on, ...norm });
  };
  const materials = [
    { itemId: itemOf(shop, 'PAPER-A3').id, perLesson: '1' },
    { itemId: itemOf(shop, 'CLAY').id, perLesson: '0.1', perAttendee: '0.05' },
  ];
  const hall = { roomId: quay.rooms[1], roomCost: rub(75_000) };
  await plan(DRAWING, {
    ...{ plannedAttendees: 11, plannedVisitPrice: rub(70_000), teacherRate: rub(90_000), materials },
    ...{ roomCost: rub(50_000), rooms: [hall], overheadPercent: '12' },
  });
  await plan(DRAWING, {
    ...{ branchId: hill.id, plannedAttendees: 10, plannedVisitPrice: rub(63_000), materials },
    ...{ teacherRate: rub(110_000), roomCost: rub(35_000), overheadPercent: '12' },
  });
  await plan(ROBOTICS, {
    ...{ plannedAttendees: 11, plannedVisitPrice: rub(100_000), teacherRate: rub(95_000) },
    ...{ preparationMinutes: 15, roomCost: rub(50_000), rooms: [hall], overheadPercent: '12.5' },
  });
}

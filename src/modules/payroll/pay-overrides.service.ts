import { Injectable } from '@nestjs/common';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { LessonPayOverrideRow } from './pay-scheme.entity.js';

export interface OverrideTerms {
  amount: number | null;
  basis: 'lesson' | 'hour' | 'attendee' | null;
  rate: number | null;
  reason: string;
}

/** The pay of single lessons by somebody's word. Whoever calls holds the lesson, which is still planned. */
@Injectable()
export class PayOverridesService {
  /** Sets it; said again it takes the place of what was said before. */
  async set(tx: Tx, lessonId: string, terms: OverrideTerms): Promise<void> {
    const { amount, basis, rate, reason } = terms;
    const changed = await tx.run(sql`
      update lesson_pay_overrides set amount = ${amount}, basis = ${basis}, rate = ${rate}, reason = ${reason} where lesson_id = ${lessonId}`);
    if (changed === 0) await tx.insert(LessonPayOverrideRow, { id: newId(), lessonId, ...terms });
  }

  /** Whether there was one. */
  async clear(tx: Tx, lessonId: string): Promise<boolean> {
    return (await tx.run(sql`delete from lesson_pay_overrides where lesson_id = ${lessonId}`)) > 0;
  }
}

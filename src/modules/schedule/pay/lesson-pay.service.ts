import { Injectable } from '@nestjs/common';
import type { Fault } from '../../../kernel/errors.js';
import { invalid } from '../../../kernel/faults.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { Payroll, PayOverridesService } from '../../payroll/index.js';
import { assertPlanned } from '../lessons/lesson-in-hand.js';
import { LessonNotFound } from '../lessons/lessons.errors.js';
import { lessonReach } from '../lessons/lessons.queries.js';
import type { LessonPay, LessonPayRequest } from './lesson-pay.dto.js';
import { LessonPayNotSet } from './lesson-pay.errors.js';
import { LessonPayQueries } from './lesson-pay.queries.js';

/** The pay of one planned lesson, set by hand. Under the lesson's lock, so completing it sees the old word or the new one. */
@Injectable()
export class LessonPayService {
  constructor(
    private readonly queries: LessonPayQueries,
    private readonly overrides: PayOverridesService,
  ) {}

  async set(tx: Tx, lessonId: string, input: LessonPayRequest): Promise<LessonPay> {
    await holdPlanned(tx, lessonId);
    const faults = faultsOf(input);
    if (faults.length > 0) throw invalid(faults);
    await this.overrides.set(tx, lessonId, {
      amount: input.amount?.amount ?? null,
      basis: input.basis ?? null,
      rate: input.rate?.amount ?? null,
      reason: input.reason,
    });
    return this.queries.get(tx, lessonId);
  }

  async clear(tx: Tx, lessonId: string): Promise<void> {
    await holdPlanned(tx, lessonId);
    if (!(await this.overrides.clear(tx, lessonId))) throw LessonPayNotSet();
  }
}

async function holdPlanned(tx: Tx, lessonId: string): Promise<void> {
  const lesson = await tx.find<{ status: string }>(sql`
    select l.status from lessons l where l.id = ${lessonId} and ${lessonReach(tx.actor, Payroll.override)} for update of l`);
  if (lesson === null) throw LessonNotFound({ id: lessonId });
  assertPlanned(lesson);
}

/** An amount, or a basis with its rate. */
function faultsOf({ amount, basis, rate }: LessonPayRequest): Fault[] {
  const needed = (pointer: string, detail: string): Fault => ({ pointer, code: 'value.required', detail });
  const barred = (pointer: string): Fault => ({
    ...{ pointer, code: 'value.not-allowed', detail: 'Give amount, or basis and rate, not both.' },
  });
  if (amount != null)
    return [...(basis == null ? [] : [barred('/basis')]), ...(rate == null ? [] : [barred('/rate')])];
  if (rate == null && basis == null) return [needed('/amount', 'Give amount, or basis and rate.')];
  if (rate == null) return [needed('/rate', 'A basis needs its rate.')];
  return basis == null ? [needed('/basis', 'Say what the rate is paid for.')] : [];
}

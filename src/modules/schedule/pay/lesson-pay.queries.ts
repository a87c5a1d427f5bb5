import { Injectable } from '@nestjs/common';
import type { Actor } from '../../../kernel/actor.js';
import { Db } from '../../../platform/database/db.js';
import type { Reader } from '../../../platform/database/reader.js';
import { sql } from '../../../platform/database/sql.js';
import { Payroll } from '../../payroll/index.js';
import { LessonNotFound } from '../lessons/lessons.errors.js';
import { lessonReach } from '../lessons/lessons.queries.js';
import type { LessonPay } from './lesson-pay.dto.js';
import { LessonPayNotSet } from './lesson-pay.errors.js';

const LESSON_PAY = sql`
  select l.id as "lessonId", money(o.amount) as amount, o.basis, money(o.rate) as rate, o.reason, o.version,
         o.updated_at as "updatedAt", o.updated_by as "updatedBy"
  from lessons l left join lesson_pay_overrides o on o.lesson_id = l.id`;

@Injectable()
export class LessonPayQueries {
  constructor(private readonly db: Db) {}

  async getFor(actor: Actor, lessonId: string): Promise<LessonPay> {
    const found = await this.db.find<LessonPay>(
      sql`${LESSON_PAY} where l.id = ${lessonId} and ${lessonReach(actor, Payroll.read)}`,
    );
    if (found === null) throw LessonNotFound({ id: lessonId });
    return set(found);
  }

  async get(reader: Reader, lessonId: string): Promise<LessonPay> {
    const found = await reader.find<LessonPay>(sql`${LESSON_PAY} where l.id = ${lessonId}`);
    if (found === null) throw LessonNotFound({ id: lessonId });
    return set(found);
  }
}

function set(found: Omit<LessonPay, 'reason'> & { reason: string | null }): LessonPay {
  if (found.reason === null) throw LessonPayNotSet();
  return { ...found, reason: found.reason };
}

import { Injectable } from '@nestjs/common';
import { scopeOf } from '../../../kernel/actor.js';
import { DomainError, type Fault, type Language } from '../../../kernel/errors.js';
import { CONTACTS, fieldsForbidden, membersSent } from '../../../kernel/field-groups.js';
import { invalid, unknownReference } from '../../../kernel/faults.js';
import { newId } from '../../../platform/database/ids.js';
import { sql } from '../../../platform/database/sql.js';
import type { Tx } from '../../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../../platform/database/versioned.js';
import { ReportSchedules } from '../reports.permissions.js';
import { ReportsService } from '../reports.service.js';
import { ScheduleClocks } from './schedule-clocks.js';
import { ReportScheduleRow } from './schedule.entity.js';
import {
  cronFaults,
  faultsWithin,
  fixedFaults,
  recipientFaults,
  type ScheduledReport,
} from './schedule.rules.js';
import type { ReportSchedulePatch, ReportScheduleRequest } from './schedule-requests.dto.js';
import type { ReportSchedule } from './schedules.dto.js';
import {
  ReportScheduleArchived,
  ReportScheduleNotFound,
  ReportScheduleOwnerless,
} from './schedules.errors.js';
import { ReportSchedulesQueries, scheduleReach } from './schedules.queries.js';
import { templatesFor } from './templates.js';

/** What is sent, to whom and when. */
@Injectable()
export class ReportSchedulesService {
  constructor(
    private readonly reports: ReportsService,
    private readonly queries: ReportSchedulesQueries,
    private readonly clocks: ScheduleClocks,
  ) {}

  async create(tx: Tx, input: ReportScheduleRequest): Promise<ReportSchedule> {
    refuseContacts(tx, input);
    const ownerId = ownerOf(tx);
    const { language = 'ru', userIds = [], emails = [], catchUp = 'latest', timeZone } = input;
    const { name, cron, reports, formats, faults } = this.filled(tx, input, language);
    faults.push(...cronFaults(cron ?? '0 0 * * *'), ...recipientFaults(userIds, emails));
    faults.push(...(await this.reportFaults(tx, reports ?? [])), ...(await userFaults(tx, userIds)));
    if (faults.length > 0 || name === undefined || cron === undefined || reports === undefined)
      throw invalid(faults);
    const id = newId();
    await tx.insert(ReportScheduleRow, {
      ...{ id, name, ownerId, reports, cron, userIds, emails, language, formats, catchUp },
      ...{ timeZone: timeZone ?? (await zoneOf(tx)), pausedAt: null, archivedAt: null },
    });
    await this.clocks.set(tx, id);
    return this.queries.get(tx, tx.actor, id, ReportSchedules.write);
  }

  /** Whoever says what is sent and to whom answers for it: the schedule becomes theirs. */
  async change(tx: Tx, id: string, patch: ReportSchedulePatch, base: EditBase): Promise<ReportSchedule> {
    refuseContacts(tx, patch);
    const { isArchived, reports: sent, ...rest } = patch;
    const reports = sent?.map(whole);
    const faults = [
      ...(patch.cron === undefined ? [] : cronFaults(patch.cron)),
      ...(await this.reportFaults(tx, reports ?? [])),
      ...(await userFaults(tx, patch.userIds ?? [])),
    ];
    if (faults.length > 0) throw invalid(faults);
    const saysWhat = [reports, patch.userIds, patch.emails, patch.formats].some((one) => one !== undefined);
    await editRecord(tx, {
      table: 'report_schedules',
      id,
      patch: {
        ...rest,
        reports,
        ownerId: saysWhat ? ownerOf(tx) : undefined,
        archivedAt: isArchived === undefined ? undefined : isArchived ? tx.now : null,
      },
      base,
      notFound: ReportScheduleNotFound,
      reach: scheduleReach(tx.actor, ReportSchedules.write, sql`r.owner_id`),
      check: ({ userIds, emails }) => {
        const wrong = recipientFaults(userIds as string[], emails as string[]);
        if (wrong.length > 0) throw invalid(wrong);
      },
    });
    await this.clocks.set(tx, id);
    return this.queries.get(tx, tx.actor, id, ReportSchedules.write);
  }

  /** Said twice it is done once. What comes due meanwhile is not made up for. */
  async pause(tx: Tx, id: string): Promise<ReportSchedule> {
    await this.hold(tx, id);
    await tx.run(
      sql`update report_schedules set paused_at = ${tx.now} where id = ${id} and paused_at is null`,
    );
    await this.clocks.set(tx, id);
    return this.queries.get(tx, tx.actor, id, ReportSchedules.write);
  }

  async resume(tx: Tx, id: string): Promise<ReportSchedule> {
    if ((await this.hold(tx, id)).isArchived) throw ReportScheduleArchived();
    const resumed = await tx.run(
      sql`update report_schedules set paused_at = null where id = ${id} and paused_at is not null`,
    );
    if (resumed > 0) await this.clocks.set(tx, id);
    return this.queries.get(tx, tx.actor, id, ReportSchedules.write);
  }

  /** Locks a schedule within reach. */
  async hold(tx: Tx, id: string): Promise<{ isArchived: boolean }> {
    const held = await tx.find<{ isArchived: boolean }>(sql`
      select archived_at is not null as "isArchived" from report_schedules s
      where id = ${id} and ${scheduleReach(tx.actor, ReportSchedules.write, sql`s.owner_id`)} for update`);
    if (held === null) throw ReportScheduleNotFound({ id });
    return held;
  }

  /** What was sent, and what the template has where nothing was. */
  private filled(tx: Tx, input: ReportScheduleRequest, language: Language) {
    const faults: Fault[] = [];
    const template =
      input.template === undefined
        ? undefined
        : templatesFor(this.reports.catalogue(tx.actor), language).find(
            ({ code }) => code === input.template,
          );
    if (input.template !== undefined && template === undefined) faults.push(unknownReference('/template'));
    const given = {
      name: input.name ?? template?.name,
      cron: input.cron ?? template?.cron,
      reports: input.reports?.map(whole) ?? template?.reports,
    };
    faults.push(...missingFaults(given));
    return { ...given, formats: input.formats ?? template?.formats ?? [], faults };
  }

  /** Each report is asked as it will be, by whoever will be the owner. */
  private async reportFaults(tx: Tx, reports: readonly ScheduledReport[]): Promise<Fault[]> {
    const faults: Fault[] = [];
    for (const [index, one] of reports.entries()) {
      const fixed = fixedFaults(one, index);
      faults.push(...fixed);
      if (fixed.length > 0) continue;
      const asked = { code: one.report, sent: one.parameters, source: 'body' as const, now: tx.now };
      await this.reports.order(tx, tx.actor, asked).catch((fault: unknown) => {
        if (!(fault instanceof DomainError)) throw fault;
        faults.push(...faultsWithin(fault, index));
      });
    }
    return faults;
  }
}

const missingFaults = (given: object): Fault[] =>
  Object.entries(given).flatMap(([member, value]) =>
    value === undefined
      ? [{ pointer: `/${member}`, code: 'value.required', detail: 'This is required.' }]
      : [],
  );

const whole = ({ report, parameters = {} }: { report: string; parameters?: Record<string, unknown> }) => ({
  report,
  parameters,
});

function ownerOf({ actor }: Tx): string {
  if (actor.userId === null) throw ReportScheduleOwnerless();
  return actor.userId;
}

async function userFaults(tx: Tx, userIds: readonly string[]): Promise<Fault[]> {
  if (userIds.length === 0) return [];
  const found = await tx.query<{ id: string }>(
    sql`select id from users where id = any (${userIds}::uuid[]) and is_active`,
  );
  const known = new Set(found.map(({ id }) => id));
  return userIds.flatMap((id, index) =>
    known.has(id.toLowerCase()) ? [] : [unknownReference(`/userIds/${String(index)}`)],
  );
}

/** The clock of the first branch within reach, as reports take it. */
async function zoneOf(tx: Tx): Promise<string> {
  const { branchIds, permissions } = tx.actor;
  const isAll = permissions.get('branches:read') === 'all';
  const branch = await tx.find<{ timeZone: string }>(sql`
    select time_zone as "timeZone" from branches where ${isAll} or id = any (${branchIds}::uuid[]) order by id limit 1`);
  return branch?.timeZone ?? 'UTC';
}

function refuseContacts(tx: Tx, body: object): void {
  const sent = membersSent(body, ['emails']);
  const scope = scopeOf(tx.actor, CONTACTS.read);
  if (sent.length > 0 && scope !== 'all' && scope !== 'branch')
    throw fieldsForbidden(
      [CONTACTS.read],
      sent.map((pointer) => ({ pointer })),
    );
}

import { sql } from '../../../platform/database/sql.js';
import { defineReport } from '../report.js';
import { column } from './column.js';
import { RECORDS } from './records.js';

export const auditDigest = defineReport({
  code: 'audit-digest',
  title: { ru: 'Сводка изменений', en: 'Digest of changes' },
  description: {
    ru: 'Кто сколько чего изменил: созданные, изменённые и удалённые записи по людям и видам записей, по журналу изменений. Что именно, говорит сам журнал. Сделанное системой подписано её именем. Записи без филиала видит тот, кому видны все филиалы.',
    en: 'Who changed how much of what: records created, changed and deleted, by person and kind of record, from the trail. What exactly is in the trail itself. What the system did has its name. Records of no branch are for those who reach all branches.',
  },
  // The right to the trail itself: the digest tells nothing that it would not.
  permission: 'audit:read',
  period: 'this_week',
  hasAsOf: true,
  parameters: {
    people: {
      ...{ kind: 'yes-no', default: false, title: { ru: 'Только люди', en: 'People only' } },
      description: 'Leaves out what the system did by itself.',
    },
  },
  columns: [
    column('user', 'text', ['Кто', 'Who']),
    column('login', 'text', ['Логин', 'Login']),
    column('records', 'text', ['Что', 'What'], {
      labels: RECORDS,
      description: 'The table, as the trail names it; on pages and in sheets by its name.',
    }),
    column('created', 'integer', ['Создано', 'Created'], { total: 'sum', figure: 'neither' }),
    column('changed', 'integer', ['Изменено', 'Changed'], { total: 'sum', figure: 'neither' }),
    column('deleted', 'integer', ['Удалено', 'Deleted'], { total: 'sum', figure: 'bad' }),
    column('all', 'integer', ['Всего', 'All'], { total: 'sum' }),
    column('different', 'integer', ['Разных записей', 'Different records']),
    column('lastAt', 'instant', ['Последнее', 'Last']),
  ],
  chart: {
    ...{ kind: 'bar', title: { ru: 'Чаще всего', en: 'Most often' } },
    ...{ by: 'records', of: ['all'], addsUp: true, horizontal: true, most: 12 },
  },
  rows: ({ actor, asOf, branchId, from, to, parameters, within }) => {
    // Whoever asks for no branch has days by the clock of the first, for what belongs to none.
    const zone = sql`coalesce(b.time_zone, (select o.time_zone from branches o order by o.id limit 1))`;
    return sql`
    select a.actor_name as user, a.actor_login as login, a.table_name as records, count(*) filter (where a.operation = 'insert') as created,
           count(*) filter (where a.operation = 'update') as changed, count(*) filter (where a.operation = 'delete') as deleted,
           count(*) as all, count(distinct a.record_id) as different, utc(max(a.at)) as "lastAt"
    from audit_changes a left join branches b on b.id = ${branchId === null ? sql`a.branch_id` : sql`${branchId}`}
    where a.at >= ${from}::date - interval '1 day' and a.at < ${to}::date + interval '1 day' and a.at <= ${asOf}
      and (a.at at time zone ${zone})::date >= ${from} and (a.at at time zone ${zone})::date < ${to}
      and (not ${parameters.people}::boolean or a.actor_kind = 'user')
      and ${within({ branch: sql`a.branch_id`, own: sql`a.actor_id = ${actor.userId}` })}
    group by 1, 2, 3 order by a.actor_name, a.actor_login, "all" desc, 3`;
  },
});

import { DateTime } from 'luxon';
import { ScheduleTicks } from '../../../src/modules/reports/schedules/schedule-rounds.js';
import { sql } from '../../../src/platform/database/sql.js';
import { startTestApp, type TestApp } from '../../support/app.js';
import { startSmtp, type TestSmtp } from '../../support/smtp.js';
import { startMailWorker, startScheduleWorker, startWorker } from '../../support/worker.js';

// A tick a day, at the hour that the clock changes skip and repeat; `TICKS_A_DAY=5` walks a thousand.

const ZONE = 'Europe/Berlin';
const HOURS = [2, 7, 12, 17, 22].slice(0, Number(process.env['TICKS_A_DAY'] ?? 1));
const FIRST = DateTime.fromISO('2025-03-27', { zone: ZONE });
const DAYS = 216;
const ADDRESSES = ['a@x.example', 'b@x.example'];

let test: TestApp;
let smtp: TestSmtp;
beforeAll(async () => {
  smtp = await startSmtp();
  test = await startTestApp({
    SMTP_URL: smtp.url,
    MAIL_RETRY_SECONDS: Array.from({ length: 20 }, () => 1).join(),
  });
});
afterAll(async () => {
  test.clock.set(null);
  await test.close();
  await smtp.stop();
});

/** What a worker process does for schedules, in this one. */
async function startOne(): Promise<{ stop: () => Promise<void> }> {
  const workers = [await startScheduleWorker(test), await startWorker(test), await startMailWorker(test)];
  return {
    stop: async () => {
      for (const worker of workers) await worker.stop();
    },
  };
}

const isTaken = async (id: string, tick: string): Promise<boolean> =>
  (await test.db.find(sql`select 1 from report_deliveries where schedule_id = ${id} and tick = ${tick}`)) !==
  null;

it('five workers, ticks across both clock changes: one letter a tick and recipient', async () => {
  const expected = new Set<string>();
  for (let n = 0; n < DAYS; n += 1)
    for (const hour of HOURS)
      expected.add(FIRST.plus({ days: n }).set({ hour, minute: 30 }).toUTC().toISO() ?? '');
  const walked = [...expected].sort();
  expect(walked).toHaveLength(DAYS * HOURS.length);

  // The schedule is made today, and its clock set back to the first day.
  const asked = { name: 'Often', cron: `30 ${HOURS.join()} * * *`, timeZone: ZONE, emails: ADDRESSES };
  const made = await test.owner
    .post('/v1/report-schedules', {
      ...asked,
      reports: [{ report: 'attendance', parameters: { period: 'yesterday' } }],
    })
    .expect(201);
  const { id } = made.body;
  test.clock.set(FIRST.toUTC().toISO());
  await test.tx((tx) =>
    tx.run(sql`update report_schedule_clocks set next_at = ${walked[0]} where schedule_id = ${id as string}`),
  );

  const ticks = test.app.get(ScheduleTicks);
  const workers = await Promise.all(Array.from({ length: 5 }, startOne));
  for (const [index, tick] of walked.entries()) {
    test.clock.set(new Date(Date.parse(tick) + 11_000).toISOString());
    // Time goes on when the tick has been taken: a worker that was stopped while it held the clock lets the next one have it.
    for (let n = 0; n < 100 && !(await isTaken(id as string, tick)); n += 1)
      await Promise.all(Array.from({ length: 5 }, () => ticks.round()));
    // The server has its moments, and workers come and go.
    if (index % 200 === 50) smtp.behave({ message: 451 });
    if (index % 200 === 60) smtp.behave({});
    if (index % 250 === 100) {
      await workers.pop()?.stop();
      workers.push(await startOne());
    }
  }
  const count = async (status: string) =>
    (
      await test.db.query<{ n: number }>(sql`select count(*)::int as n from letters where status = ${status}`)
    )[0]?.n;
  for (let n = 0; n < 600 && (await count('sent')) !== walked.length * 2; n += 1)
    await new Promise((resolve) => setTimeout(resolve, 500));
  await Promise.all(workers.map((worker) => worker.stop()));

  const found = await test.db.query<{ tick: string; status: string }>(
    sql`select tick, status from report_deliveries where schedule_id = ${id as string} order by tick`,
  );
  expect(found.map(({ tick }) => tick)).toEqual(walked);
  expect(found.filter(({ status }) => status !== 'mailed')).toEqual([]);
  const came = smtp.delivered.map(({ mail, to }) => `${mail.messageId ?? ''} ${to.join()}`);
  expect(came).toHaveLength(walked.length * ADDRESSES.length);
  expect(new Set(came).size).toBe(came.length);
  for (const address of ADDRESSES)
    expect(smtp.delivered.filter(({ to }) => to[0] === address)).toHaveLength(walked.length);
}, 580_000);

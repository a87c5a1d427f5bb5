// How long a side has kept a processor busy: its Node process, and the processes of PostgreSQL that work for it. On a machine
// that others use too, this is steadier than the clock on the wall.
import { readFileSync, readdirSync } from 'node:fs';

/** Milliseconds on a processor of all threads; nothing where there is no /proc. */
function busy(pid) {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const nanoseconds = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    );
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
  } catch {
    return 0;
  }
}

export async function cpuTimes(client, side, pid) {
  const { rows } = await client.query('select pid from pg_stat_activity where application_name = $1', [
    `bench-${side}`,
  ]);
  return { node: busy(pid), server: rows.reduce((sum, row) => sum + busy(row.pid), 0) };
}

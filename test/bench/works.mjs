import { storeWorks } from './store-works.mjs';

/** What is measured: the same question to both, with another id each time. */
export async function worksOf(client, rounds) {
  const column = async (text) =>
    (await client.query({ text, rowMode: 'array' })).rows.map(([value]) => value);
  const clients = await column('select id from clients tablesample system_rows(1) limit 0').catch(() => []);
  const ids =
    clients.length > 0 ? clients : await column('select id from clients order by md5(id::text) limit 5000');
  const branches = await column("select id from branches where code ~ '^B' order by code limit 5");
  // Those who were loaded: of whom the works register, all are called much the same.
  const names = await column(
    "select distinct lower(last_name) from clients where last_name not like 'Bench%'",
  );
  const monday = (await column("select to_char(date_trunc('week', current_date), 'YYYY-MM-DD')"))[0];
  const next = (
    await column("select to_char(date_trunc('week', current_date) + interval '7 days', 'YYYY-MM-DD')")
  )[0];
  const lessons = await column(
    "select id from lessons where status = 'planned' and on_date < current_date order by md5(id::text)",
  );
  const syllables = ['ba', 'be', 'bi', 'bo', 'bu', 'da', 'de', 'di', 'do', 'du'];
  let turn = 0;
  const firstPhone = Math.floor(Math.random() * 100_000_000);
  const cycle = (list) => () => list[(turn += 1) % list.length];
  const get = (path) => ({ method: 'GET', path });
  const client1 = cycle(ids);
  const branch1 = cycle(branches);
  const part = () => cycle(names)().slice(1, 6) + ' ';
  const person = () => {
    turn += 1;
    // Syllables, since a search knows no doubled letters: no two names of ours may sound the same.
    const suffix = [...`${Date.now()}${turn}`].map((digit) => syllables[Number(digit)]).join('');
    return JSON.stringify({
      branchId: branch1(),
      lastName: `Bench${suffix}`,
      firstName: 'Anna',
      // Of all ages, as people are: who looks for doubles looks among those born on the day.
      birthDate: new Date(Date.UTC(2010, 0, 1) + Math.floor(Math.random() * 4000) * 864e5)
        .toISOString()
        .slice(0, 10),
      guardians: [
        {
          lastName: `Bench${suffix}`,
          firstName: 'Olga',
          relation: 'mother',
          phones: [`+791${String((firstPhone + turn) % 100_000_000).padStart(8, '0')}`],
        },
      ],
    });
  };
  // Two fifths of the lessons warm, or as many as are enough; the rest are counted.
  const warm = Math.max(1, Math.min(600, Math.floor(lessons.length / 5)));
  const amount = Math.max(1, Math.min(300, Math.floor((lessons.length - 2 * warm) / 2 / rounds)));
  const nextLesson = () => {
    const lesson = lessons.pop();
    if (lesson === undefined) throw new Error('no lessons are left to complete: load a fresh database');
    return lesson;
  };
  const search = () => encodeURIComponent(part().trim());
  const post = (path, body) => ({ method: 'POST', path, body });
  return [
    {
      name: 'client by id',
      wanted: 0.8,
      ours: () => get(`/v1/clients/${client1()}`),
      bare: () => get(`/clients/${client1()}`),
    },
    {
      name: 'list of 50',
      wanted: 0.85,
      ours: () => get(`/v1/clients?limit=50&branchId=${branch1()}`),
      bare: () => get(`/clients?branchId=${branch1()}`),
    },
    {
      name: 'search by part of a name',
      wanted: 0.85,
      ours: () => get(`/v1/clients?limit=50&q=${search()}`),
      bare: () => get(`/clients?q=${search()}`),
    },
    {
      name: 'create client, audited',
      wanted: 0.8,
      ours: () => post('/v1/clients', person()),
      bare: () => post('/clients', person()),
    },
    {
      name: 'week grid, all rooms',
      wanted: 0.95,
      ours: () => get(`/v1/schedule?branchId=${branch1()}&from=${monday}&to=${next}&view=week`),
      bare: () => get(`/schedule?branchId=${branch1()}&from=${monday}&to=${next}`),
    },
    {
      name: 'complete a lesson of 12, audited',
      wanted: 0.9,
      amount,
      warm,
      ours: () => post(`/v1/lessons/${nextLesson()}/completion`, '{}'),
      bare: () => post(`/lessons/${nextLesson()}/completion`, '{}'),
    },
    ...(await storeWorks(client, rounds)),
  ];
}

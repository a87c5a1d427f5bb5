import pg from 'pg';
import type { QueryRunner } from 'typeorm';
import type { Config } from '../config/config.js';

/**
 * Two roles: the owner of the tables migrates, the application reads and writes through a role that owns nothing. What
 * must not be changed it can only read, so no code of ours, and nobody who speaks through it, can touch the trail.
 */

/** Written by functions of the owner alone. */
const CLOSED = [
  'migrations',
  'audit_changes',
  'audit_ceilings',
  'audit_seals',
  'audit_review_boundaries',
  'audit_review_ranges',
  'trail_redactions',
];

interface ApplicationRole {
  name: string;
  /** It signs in itself, as `DATABASE_URL` says; otherwise the owner's connections step down to it. */
  password: string | null;
}

export function applicationRole(config: Config): ApplicationRole {
  const own = new URL(config.DATABASE_URL);
  const migration = new URL(config.DATABASE_MIGRATION_URL ?? config.DATABASE_URL);
  if (own.username !== migration.username)
    return { name: decodeURIComponent(own.username), password: decodeURIComponent(own.password) };
  return { name: `${config.DATABASE_SCHEMA.slice(0, 59)}_app`, password: null };
}

/** Makes the role if it can and gives it what it needs; gives a warning when it must be done by somebody else. */
export async function provideApplicationRole(owner: QueryRunner, config: Config): Promise<string | null> {
  const role = applicationRole(config);
  const refusal = await makeRole(owner, role);
  if (refusal !== null) {
    if (role.password === null) return refusal;
    throw new Error(refusal);
  }
  await owner.startTransaction();
  await owner.query(
    `select set_config('kruzhok.role', $1, true), set_config('kruzhok.schema', $2, true), set_config('kruzhok.closed', $3, true)`,
    [role.name, config.DATABASE_SCHEMA, CLOSED.join()],
  );
  await owner.query(GRANTS);
  await owner.commitTransaction();
  return role.password === null ? null : tooStrong(owner, role.name);
}

interface Standing {
  me: string;
  creates: boolean;
  exists: boolean;
  steps: boolean;
}

async function makeRole(owner: QueryRunner, { name, password }: ApplicationRole): Promise<string | null> {
  const [standing] = (await owner.query(
    `select current_user as me, m.rolcreaterole or m.rolsuper as creates, r.oid is not null as exists,
            coalesce(pg_has_role(r.oid, 'SET'), false) as steps
     from pg_roles m left join pg_roles r on r.rolname = $1 where m.rolname = current_user`,
    [name],
  )) as [Standing];
  const role = pg.escapeIdentifier(name);
  const made = `create role ${role} ${password === null ? 'nologin' : 'login'}`;
  const member = `grant ${role} to ${pg.escapeIdentifier(standing.me)}`;
  if (!standing.exists) {
    if (!standing.creates) return missing(standing.me, password === null ? `${made}; ${member}` : made);
    const secret = password === null ? '' : ` password ${pg.escapeLiteral(password)}`;
    await unlessMade(owner, `${made}${secret}`);
  }
  if (password !== null || standing.steps) return null;
  try {
    await owner.query(member);
    return null;
  } catch {
    return missing(standing.me, member);
  }
}

/** Roles belong to the whole server: a migration of another database may make the same one at this moment. */
async function unlessMade(owner: QueryRunner, statement: string): Promise<void> {
  const DUPLICATE = new Set(['42710', '23505']);
  await owner.query(statement).catch((fault: unknown) => {
    if (!DUPLICATE.has((fault as { code?: string }).code ?? '')) throw fault;
  });
}

const missing = (me: string, statement: string): string =>
  `${me} may not make the role the application works under, so triggers alone guard the trail. ` +
  `Let whoever may do this once: ${statement};`;

async function tooStrong(owner: QueryRunner, name: string): Promise<string | null> {
  const [{ strong }] = (await owner.query(`select pg_has_role($1::name, current_user, 'MEMBER') as strong`, [
    name,
  ])) as [{ strong: boolean }];
  return strong
    ? `${name} of DATABASE_URL has the rights of the owner, so triggers alone guard the trail.`
    : null;
}

/**
 * Every table of the schema, also those of later migrations: business tables are written, ledgers added to, closed ones
 * read. What a trigger refuses always is no right either; what it refuses at times, it decides. Only what differs is touched, so an ordinary start changes nothing.
 */
const GRANTS = `do $$
declare
  app constant text := current_setting('kruzhok.role');
  home constant text := current_setting('kruzhok.schema');
  closed constant text[] := string_to_array(current_setting('kruzhok.closed'), ',');
  rights constant text[] := '{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}';
  subject record;
begin
  if not has_schema_privilege(app, home, 'USAGE') then
    execute format('grant usage on schema %I to %I', home, app);
  end if;
  for subject in
    select c.oid::regclass as name, w.wanted
    from pg_class c
    cross join lateral (select case
      when c.relispartition then '{}'
      when c.relkind in ('v', 'm') or c.relname = any (closed) then '{SELECT}'
      else '{SELECT,INSERT}' || array(
        select r.name from (values ('UPDATE', 16), ('DELETE', 8)) r(name, bit)
        where not exists (select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
                          where t.tgrelid = c.oid and t.tgqual is null and t.tgtype & r.bit > 0 and p.proname = 'refuse_change'))
      end::text[] as wanted) w
    where c.relnamespace = home::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
      and exists (select from unnest(rights) r(name) where has_table_privilege(app, c.oid, r.name) <> (r.name = any (w.wanted)))
  loop
    execute format('revoke all on %s from %I', subject.name, app);
    if subject.wanted <> '{}' then
      execute format('grant %s on %s to %I', array_to_string(subject.wanted, ', '), subject.name, app);
    end if;
  end loop;
  for subject in
    select c.oid::regclass as name from pg_class c
    where c.relnamespace = home::regnamespace and case when c.relkind = 'S' then not has_sequence_privilege(app, c.oid, 'USAGE') end
  loop
    execute format('grant usage on sequence %s to %I', subject.name, app);
  end loop;
  for subject in
    select p.oid::regprocedure as name from pg_proc p
    where p.pronamespace = home::regnamespace and p.prosecdef and p.prorettype <> 'trigger'::regtype
      and not has_function_privilege(app, p.oid, 'EXECUTE')
  loop
    execute format('grant execute on function %s to %I', subject.name, app);
  end loop;
end $$`;

/** What a connection of the application does: the role it steps down to, or why it cannot. */
export interface Footing {
  role: string | null;
  warning: string | null;
}

/** Asked once at start: who owns the tables must not work as their owner. */
export async function footing(config: Config): Promise<Footing> {
  const client = new pg.Client({ connectionString: config.DATABASE_URL, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const role = `${config.DATABASE_SCHEMA.slice(0, 59)}_app`;
    const { rows } = await client.query<{ owns: boolean; steps: boolean }>(
      `select pg_has_role(c.relowner, 'MEMBER') as owns, coalesce(pg_has_role(r.oid, 'SET'), false) as steps
       from pg_class c left join pg_roles r on r.rolname = $1 where c.oid = to_regclass($2)`,
      [role, `${config.DATABASE_SCHEMA}.audit_changes`],
    );
    const [standing] = rows;
    if (standing?.owns !== true) return { role: null, warning: null };
    return standing.steps ? { role, warning: null } : { role: null, warning: OWNER };
  } finally {
    await client.end();
  }
}

const OWNER =
  'the application works as the owner of its tables, so triggers alone guard the trail; see DATABASE_MIGRATION_URL';

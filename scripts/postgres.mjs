// A private PostgreSQL: made once, started, stopped, and recovered after a crash.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Trouble } from './console.mjs';
import { postgresPackage } from './install.mjs';
import { readJson } from './lock.mjs';
import { openLog, tail } from './log-file.mjs';
import { choosePort, commandLine, isAlive, run, sleep, stop } from './processes.mjs';
import { entrust, privateDir, reachablePrograms, servant } from './service-home.mjs';

const database = 'kruzhok';
const applicationRole = `${database}_app`;

/** Flags rather than postgresql.conf: an old data folder gets today's settings too. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // their paths may not exceed 107 bytes; TCP has no such limit
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: 200,
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  maintenance_work_mem: '64MB',
  random_page_cost: 1.1, // solid-state disks
  max_wal_size: '1GB',
  wal_compression: 'on',
  jit: 'off', // our statements are short: compiling them costs more than it saves
  log_checkpoints: 'off',
  // Values of rows are people's data; they do not belong in a log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: 0,
};

/** For data that a test throws away anyway: nothing waits for the disk. */
const careless = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
};

const environment = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
const asServant = { ...servant, env: environment, cwd: '/' };

function programs() {
  const source = postgresPackage();
  const version = readJson(join(source, 'package.json'))?.version;
  if (!version) {
    throw new Trouble(
      `There are no PostgreSQL programs for ${process.platform} ${process.arch} here.`,
      'Point DATABASE_URL at a PostgreSQL 16 or newer of your own.',
    );
  }
  const home = reachablePrograms(join(source, 'native'), `postgresql-${version}`);
  return { postgres: join(home, 'bin', 'postgres'), initdb: join(home, 'bin', 'initdb'), version };
}

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

/** Made aside and renamed when whole: a folder with the right name always holds a database. */
async function create(bin, dir, { home, memory, durable }) {
  const { passwords } = memory;
  for (const name of readdirSync(home).filter((name) => name.startsWith('postgres.new-'))) {
    rmSync(join(home, name), { recursive: true, force: true });
  }
  const draft = `${dir}.new-${process.pid}`;
  const data = join(privateDir(draft), 'data');
  const secret = join(draft, 'password');
  writeFileSync(secret, passwords.superuser, { mode: 0o600 });
  entrust(secret);
  // PostgreSQL's own C.UTF-8 sorts the same for ever; a system locale may change under an index.
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  await orTrouble(
    run(
      bin.initdb,
      ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${secret}`, '-E', 'UTF8'].concat(
        locale,
        '--no-instructions',
        durable ? [] : '--no-sync',
      ),
      asServant,
    ),
  );
  // Who migrates owns the database and is not a superuser; the application owns nothing.
  const sql = [
    `create role ${database} login createdb password ${quoted(passwords.application)};`,
    `create database ${database} owner ${database};`,
    ...roleOfApplication(passwords),
  ];
  await orTrouble(singleUser(bin, data, sql));
  renameSync(data, dir);
  rmSync(draft, { recursive: true, force: true });
}

/** The owner is a member of it, so it can also step down to it. May be said again: its password may have been lost. */
const roleOfApplication = ({ service }) => [
  `do $$ begin create role ${applicationRole} login; exception when duplicate_object then null; end $$;`,
  `alter role ${applicationRole} password ${quoted(service)};`,
  `grant ${applicationRole} to ${database};`,
];

/** The package has no psql, and this way nothing listens before the passwords are set. */
function singleUser(bin, data, statements) {
  const args = ['--single', '-j', '-D', data, 'postgres'];
  const done = run(bin.postgres, args, { ...asServant, stdio: ['pipe', 'pipe', 'pipe'] }, (child) =>
    child.stdin.end(`${statements.join('\n\n')}\n\n`),
  );
  return done.then((result) =>
    /\b(ERROR|FATAL|PANIC):/.test(result.output) ? { ...result, code: 1 } : result,
  );
}

async function orTrouble(running) {
  const { code, output } = await running;
  if (code === 0) return;
  throw new Trouble(
    `PostgreSQL could not make its data folder:\n${output.trim()}`,
    'Is the disk full, or DATA_DIR on a file system without file owners? Or set DATABASE_URL.',
  );
}

function postmaster(dir) {
  try {
    const [pid, , , port, , , , status] = readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(pid), port: Number(port), ready: status?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/** What a killed keeper left. Only a process that names our folder is ours to stop. */
async function clearLeftover(dir) {
  const left = postmaster(dir);
  if (!left) return;
  if (isAlive(left.pid) && commandLine(left.pid).includes(dir)) {
    await stop(left.pid, shutdown);
  }
  // PostgreSQL would take whoever has that number now for its former self.
  rmSync(join(dir, 'postmaster.pid'), { force: true });
}

// "fast", then "immediate", which recovers from the log at the next start.
const shutdown = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
];

async function launch(bin, dir, port, { durable, logFile }) {
  const flags = Object.entries({ ...settings, ...(durable ? {} : careless), port });
  const args = ['-D', dir, ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const log = openLog(logFile);
  const child = spawn(bin.postgres, args, { ...asServant, stdio: ['ignore', log.fd, log.fd] });
  log.close();
  child.once('error', () => {});
  for (const end = Date.now() + 60_000; Date.now() < end; await sleep(20)) {
    if (child.exitCode !== null || child.signalCode || !child.pid) return undefined;
    const seen = postmaster(dir);
    if (seen?.pid === child.pid && seen.ready) return child;
  }
  await stop(child.pid, shutdown);
  return undefined;
}

/** `memory` is what stays from one start to the next: passwords and the port. */
export async function startPostgres(options) {
  const { home, memory, durable, logFile } = options;
  const bin = programs();
  const dir = join(home, 'postgres');
  const fresh = !existsSync(dir);
  const known = Boolean(memory.passwords.service);
  memory.passwords.service ??= randomBytes(24).toString('hex');
  if (fresh) await create(bin, dir, options);
  checkVersion(bin, dir);
  await clearLeftover(dir);
  // A data folder of the time when the application was the owner.
  if (!fresh && !known) await orTrouble(singleUser(bin, dir, roleOfApplication(memory.passwords)));
  // Right after a crash the old server's memory may still be held by a dying child of it.
  for (let attempt = 0; attempt < 12; attempt += 1) {
    memory.port = await choosePort(memory.port);
    const child = await launch(bin, dir, memory.port, { durable, logFile });
    if (child) return running(child, memory, bin.version);
    await sleep(500);
  }
  throw new Trouble(
    `PostgreSQL does not start. The end of ${logFile}:\n${tail(logFile)}`,
    'Mend what it names, or set DATABASE_URL to a server of your own.',
  );
}

const urlOf = (role, password, port) => `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;

const running = (child, memory, version) => ({
  name: `PostgreSQL ${version.split('-')[0]}`,
  child,
  url: urlOf(applicationRole, memory.passwords.service, memory.port),
  furtherUrls: { DATABASE_MIGRATION_URL: urlOf(database, memory.passwords.application, memory.port) },
  address: `127.0.0.1:${memory.port}`,
  stop: () => stop(child.pid, shutdown),
});

function checkVersion(bin, dir) {
  const made = readFileSync(join(dir, 'PG_VERSION'), 'utf8').trim();
  const ours = bin.version.split('.')[0];
  if (made === ours) return;
  throw new Trouble(
    `The data in ${dir} is of PostgreSQL ${made}; this release brings PostgreSQL ${ours}.`,
    `Carry it over with pg_dump of ${made} and psql of ${ours}, or point DATABASE_URL at a server of yours.`,
  );
}

import { Injectable } from '@nestjs/common';
import { scopeOf, type Scope } from '../../kernel/actor.js';
import { CONTACTS, fieldsForbidden, membersSent } from '../../kernel/field-groups.js';
import { invalid, unknownReference } from '../../kernel/faults.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import type { User, UserPatch, UserRequest } from './users.dto.js';
import { UserRow } from './access.entity.js';
import { GrantTooWide, LastOwner, UserNotFound } from './access.errors.js';
import { ActorLoader } from './actor-loader.js';
import { mayGrant } from './grant.rules.js';
import { passwordFaults } from './password.rules.js';
import { hashPassword } from './passwords.js';
import { SessionsService } from './sessions.service.js';
import { UsersQueries, userReach } from './users.queries.js';

const OWNER = 'owner';

interface Granted {
  id: string;
  roleCodes: string[];
  branchIds: string[];
  isActive: boolean;
}

/** Users and what they are given. Nobody grants more than they have, nor changes somebody who has more. */
@Injectable()
export class UsersService {
  constructor(
    private readonly queries: UsersQueries,
    private readonly sessions: SessionsService,
    private readonly actors: ActorLoader,
  ) {}

  async create(tx: Tx, input: UserRequest): Promise<User> {
    const { login, name, password, roles: roleCodes, branchIds, employeeId = null, email = null } = input;
    refuseHidden(tx, input);
    const faults = passwordFaults(password, login, '/password');
    if (faults.length > 0) throw invalid(faults);
    await checkGrant(tx, { roleCodes, branchIds });
    await checkEmployee(tx, employeeId);
    const id = newId();
    const passwordHash = await hashPassword(password);
    await tx.insert(UserRow, {
      id,
      login,
      name,
      passwordHash,
      roleCodes,
      branchIds,
      employeeId,
      email,
      isActive: true,
    });
    return this.queries.get(tx, tx.actor, id);
  }

  async change(tx: Tx, id: string, patch: UserPatch, base: EditBase): Promise<User> {
    const { roles, ...rest } = patch;
    refuseHidden(tx, patch);
    await this.hold(tx, id);
    await checkEmployee(tx, patch.employeeId ?? null);
    await editRecord(tx, {
      table: 'users',
      id,
      patch: { ...rest, roleCodes: roles },
      base,
      notFound: UserNotFound,
      reach: userReach(tx.actor, 'r'),
      check: async (merged, before) => {
        await checkGrant(tx, merged as unknown as Granted);
        await keepAnOwner(tx, before as unknown as Granted, merged as unknown as Granted);
      },
    });
    if (patch.isActive === false) await this.sessions.endSessions(tx, id, {}, 'user_disabled');
    this.actors.forgetAll();
    return this.queries.get(tx, tx.actor, id);
  }

  /** A user within reach who holds no more than the actor; locked. */
  async hold(tx: Tx, id: string): Promise<{ id: string; login: string }> {
    const user = await tx.find<Granted & { login: string }>(sql`
      select u.id, u.login, u.role_codes as "roleCodes", u.branch_ids as "branchIds", u.is_active as "isActive"
      from users u where u.id = ${id} and ${userReach(tx.actor, 'u')} for update`);
    if (user === null) throw UserNotFound({ id });
    await refuseWider(tx, user);
    return user;
  }
}

/** Every role and branch is there, and none holds more than the actor; the roles cannot go meanwhile. */
async function checkGrant(tx: Tx, given: Pick<Granted, 'roleCodes' | 'branchIds'>): Promise<void> {
  const { roleCodes, branchIds } = given;
  const found = await tx.query<{ code: string }>(
    sql`select code from roles where code = any (${roleCodes}) order by id for share`,
  );
  const branches = await tx.query<{ id: string }>(
    sql`select id from branches where id = any (${branchIds}::uuid[])`,
  );
  const missing = (member: string, wanted: readonly string[], there: readonly string[]) =>
    wanted.flatMap((one, index) =>
      there.includes(one.toLowerCase()) ? [] : [unknownReference(`/${member}/${String(index)}`)],
    );
  const faults = [
    ...missing(
      'roles',
      roleCodes,
      found.map((role) => role.code),
    ),
    ...missing(
      'branchIds',
      branchIds,
      branches.map((branch) => branch.id),
    ),
  ];
  if (faults.length > 0) throw invalid(faults);
  await refuseWider(tx, given);
}

async function refuseWider(tx: Tx, given: Pick<Granted, 'roleCodes' | 'branchIds'>): Promise<void> {
  const roles = await tx.query<{ code: string; permissions: Record<string, Scope> }>(
    sql`select code, permissions from roles where code = any (${given.roleCodes})`,
  );
  const tooWide = roles.find((role) => !mayGrant(tx.actor, role.permissions, given.branchIds));
  if (tooWide !== undefined) throw GrantTooWide({ role: tooWide.code });
}

/** The role's row is the lock: of two owners who step down at once the second sees the first. */
async function keepAnOwner(tx: Tx, before: Granted, after: Granted): Promise<void> {
  const isOwner = (user: Granted) => user.isActive && user.roleCodes.includes(OWNER);
  if (!isOwner(before) || isOwner(after)) return;
  await tx.run(sql`select from roles where code = ${OWNER} for update`);
  const other = await tx.find(
    sql`select 1 from users where id <> ${before.id} and is_active and ${OWNER} = any (role_codes) limit 1`,
  );
  if (other === null) throw LastOwner();
}

async function checkEmployee(tx: Tx, employeeId: string | null): Promise<void> {
  if (employeeId === null) return;
  const found = await tx.find(sql`select 1 from employees where id = ${employeeId}`);
  if (found === null) throw invalid([unknownReference('/employeeId')]);
}

/** Who may not see addresses does not set them. */
function refuseHidden(tx: Tx, body: object): void {
  const sent = membersSent(body, ['email']);
  if (sent.length === 0 || scopeOf(tx.actor, CONTACTS.read) !== null) return;
  throw fieldsForbidden(
    [CONTACTS.read],
    sent.map((pointer) => ({ pointer })),
  );
}

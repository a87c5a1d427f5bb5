import { Injectable } from '@nestjs/common';
import { scopeOf, type Actor } from '../../kernel/actor.js';
import { CONTACTS } from '../../kernel/field-groups.js';
import type { Page } from '../../kernel/page.js';
import { permissionCatalogue } from '../../kernel/permissions.js';
import { Db } from '../../platform/database/db.js';
import { keysetPage } from '../../platform/database/keyset.js';
import { masked } from '../../platform/database/masked.js';
import { reach } from '../../platform/database/reach.js';
import type { Reader } from '../../platform/database/reader.js';
import { sql } from '../../platform/database/sql.js';
import type { Myself, Session, SessionList } from './sessions.dto.js';
import type { User, UserListQuery } from './users.dto.js';
import type { PermissionList, Role, RoleList } from './roles.dto.js';
import { RoleNotFound, UserNotFound } from './access.errors.js';
import { Users } from './access.permissions.js';

/** An address is a contact: who may not see contacts sees none. */
const userFor = (actor: Actor) => sql`
  select u.id, u.login, u.name, u.role_codes as roles, u.branch_ids as "branchIds", u.employee_id as "employeeId",
         ${masked(actor, CONTACTS, sql`u.email`, contactsWithin(actor))} as email, u.is_active as "isActive", u.version, u.created_at as "createdAt", u.created_by as "createdBy",
         u.updated_at as "updatedAt", u.updated_by as "updatedBy"
  from users u`;

const ROLE = sql`
  select r.id, r.code, r.name, r.description, r.permissions, r.is_built_in as "isBuiltIn",
         (select count(*)::integer from users u where r.code = any (u.role_codes)) as users,
         r.version, r.created_at as "createdAt", r.created_by as "createdBy", r.updated_at as "updatedAt", r.updated_by as "updatedBy"
  from roles r`;

/** Within the scope `branch` one sees users who share a branch. */
export const userReach = (actor: Actor, alias: 'u' | 'r') =>
  actor.permissions.get(Users.read) === 'branch'
    ? sql`${sql.ident(`${alias}.branch_ids`)} && ${actor.branchIds}::uuid[]`
    : reach(actor, Users.read, { branch: sql`null::uuid` });

const contactsWithin = (actor: Actor) => (permission: string) =>
  scopeOf(actor, permission) === 'branch'
    ? sql`u.branch_ids && ${actor.branchIds}::uuid[]`
    : sql`u.id = ${actor.userId}`;

@Injectable()
export class UsersQueries {
  constructor(private readonly db: Db) {}

  list(actor: Actor, query: UserListQuery): Promise<Page<User>> {
    const part = query.q === undefined ? null : `%${query.q.replace(/[\\%_]/g, '\\$&')}%`;
    return keysetPage<User>(this.db, {
      query,
      sorts: {
        login: { column: sql`u.login`, type: 'text' },
        createdAt: { column: sql`u.created_at`, type: 'timestamptz' },
      },
      defaultSort: 'login',
      id: sql`u.id`,
      select: userFor(actor),
      where: [userReach(actor, 'u'), part !== null && sql`(u.login ilike ${part} or u.name ilike ${part})`],
    });
  }

  async get(reader: Reader, actor: Actor, id: string): Promise<User> {
    const user = await reader.find<User>(
      sql`${userFor(actor)} where u.id = ${id} and ${userReach(actor, 'u')}`,
    );
    if (user === null) throw UserNotFound({ id });
    return user;
  }

  async myself(actor: Actor): Promise<Myself> {
    const row = await this.db.find<{ roles: string[]; email: string | null }>(
      sql`select role_codes as roles, email from users where id = ${actor.userId}`,
    );
    return {
      id: actor.userId ?? '',
      login: actor.login,
      name: actor.name,
      employeeId: actor.employeeId,
      email: row?.email ?? null,
      roles: row?.roles ?? [],
      branchIds: [...actor.branchIds],
      permissions: Object.fromEntries(actor.permissions),
    };
  }

  /** The sessions of a user that have not ended. */
  async sessions(actor: Actor, userId: string): Promise<SessionList> {
    const items = await this.db.query<Session>(sql`
      select id, created_at as "createdAt", last_used_at as "lastUsedAt", expires_at as "expiresAt",
             user_agent as "userAgent", address, id = ${actor.sessionId} as "isCurrent"
      from sessions where user_id = ${userId} and ended_at is null and expires_at > now() order by last_used_at desc, id`);
    return { items };
  }

  async roles(): Promise<RoleList> {
    return { items: await this.db.query<Role>(sql`${ROLE} order by r.is_built_in desc, r.code`) };
  }

  async role(reader: Reader, id: string): Promise<Role> {
    const role = await reader.find<Role>(sql`${ROLE} where r.id = ${id}`);
    if (role === null) throw RoleNotFound({ id });
    return role;
  }

  permissions(): PermissionList {
    return { items: permissionCatalogue() };
  }
}

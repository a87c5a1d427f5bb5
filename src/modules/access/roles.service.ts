import { Injectable } from '@nestjs/common';
import type { Scope } from '../../kernel/actor.js';
import { invalid } from '../../kernel/faults.js';
import { permissionCatalogue } from '../../kernel/permissions.js';
import { newId } from '../../platform/database/ids.js';
import { sql } from '../../platform/database/sql.js';
import type { Tx } from '../../platform/database/tx.js';
import { editRecord, type EditBase } from '../../platform/database/versioned.js';
import type { Role, RolePatch, RoleRequest } from './roles.dto.js';
import { RoleRow } from './access.entity.js';
import { GrantTooWide, RoleBuiltIn, RoleInUse, RoleNotFound } from './access.errors.js';
import { ActorLoader } from './actor-loader.js';
import { holdsAll } from './grant.rules.js';
import { defaultRoles } from './role-defaults.js';
import { UsersQueries } from './users.queries.js';

/** Roles: those that come with the system, and those a centre makes. Nobody makes one that holds more than they do. */
@Injectable()
export class RolesService {
  constructor(
    private readonly queries: UsersQueries,
    private readonly actors: ActorLoader,
  ) {}

  /** Makes the built-in roles that are missing and gives each what this release says it holds. */
  async ensureBuiltIn(tx: Tx): Promise<void> {
    for (const { code, name, permissions } of defaultRoles) {
      await tx.run(sql`
        insert into roles (id, code, name, permissions, is_built_in)
        values (${newId()}, ${code}, ${name}, ${JSON.stringify(permissions)}::jsonb, true)
        on conflict (code) do update set name = excluded.name, permissions = excluded.permissions, is_built_in = true
        where (roles.name, roles.permissions, roles.is_built_in) is distinct from (excluded.name, excluded.permissions, true)`);
    }
  }

  async create(tx: Tx, input: RoleRequest): Promise<Role> {
    assertGrantable(tx, input.code, input.permissions);
    const id = newId();
    const { code, name, description = null, permissions } = input;
    await tx.insert(RoleRow, {
      id,
      code,
      name,
      description,
      permissions: permissions as Record<string, Scope>,
      isBuiltIn: false,
    });
    return this.queries.role(tx, id);
  }

  /** Changes a role of the centre; it must lie within what the actor holds before and after. */
  async change(tx: Tx, id: string, patch: RolePatch, base: EditBase): Promise<Role> {
    const role = await this.hold(tx, id);
    if (patch.permissions !== undefined) assertGrantable(tx, role.code, patch.permissions);
    await editRecord(tx, { table: 'roles', id, patch, base, notFound: RoleNotFound, reach: sql`true` });
    this.actors.forgetAll();
    return this.queries.role(tx, id);
  }

  async remove(tx: Tx, id: string): Promise<void> {
    const { code } = await this.hold(tx, id);
    const { users } = await tx.one<{ users: number }>(
      sql`select count(*)::integer as users from users where ${code} = any (role_codes)`,
    );
    if (users > 0) throw RoleInUse({ users });
    await tx.run(sql`delete from roles where id = ${id}`);
  }

  /** The role, locked: whoever gives it to a user locks it too, so that none is given away while it goes. */
  private async hold(tx: Tx, id: string): Promise<RoleRow> {
    const role = await tx.find<RoleRow>(
      sql`select id, code, permissions, is_built_in as "isBuiltIn" from roles where id = ${id} for update`,
    );
    if (role === null) throw RoleNotFound({ id });
    if (role.isBuiltIn) throw RoleBuiltIn({ role: role.code });
    if (!holdsAll(tx.actor, role.permissions)) throw GrantTooWide({ role: role.code });
    return role;
  }
}

function assertGrantable(tx: Tx, role: string, permissions: Readonly<Record<string, string>>): void {
  const known = new Set(permissionCatalogue().map((permission) => permission.code));
  const faults = Object.keys(permissions)
    .filter((code) => !known.has(code))
    .map((code) => ({
      pointer: `/permissions/${code.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      code: 'permission.unknown',
      detail: 'There is no such permission; GET /v1/permissions lists them.',
    }));
  if (faults.length > 0) throw invalid(faults);
  if (!holdsAll(tx.actor, permissions as Record<string, Scope>)) throw GrantTooWide({ role });
}

import { Body, Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { Db } from '../../platform/database/db.js';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../platform/http/index.js';
import { Role, RoleList, RolePatch, RoleRequest } from './roles.dto.js';
import { GrantTooWide, RoleBuiltIn, RoleCodeTaken, RoleInUse, RoleNotFound } from './access.errors.js';
import { Roles, Users } from './access.permissions.js';
import { RolesService } from './roles.service.js';
import { UsersQueries } from './users.queries.js';

@Controller('roles')
export class RolesController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly roles: RolesService,
    private readonly queries: UsersQueries,
  ) {}

  /** Lists roles with what each may do. */
  @Get()
  @Can(Users.read)
  list(): Promise<RoleList> {
    return this.queries.roles();
  }

  /** Gives one role. */
  @Get(':id')
  @Can(Users.read)
  @Fails(RoleNotFound)
  get(@Id() id: string): Promise<Role> {
    return this.queries.role(this.db, id);
  }

  /**
   * Makes a role of the centre's own.
   * Nobody makes a role that holds more than they hold themselves.
   */
  @Post()
  @Can(Roles.write)
  @Fails(RoleCodeTaken, GrantTooWide)
  create(@CurrentRequest() request: ApiRequest, @Body() body: RoleRequest): Promise<Role> {
    return this.commands.create(request, (tx) => this.roles.create(tx, body));
  }

  /**
   * Changes a role of the centre's own.
   * Whoever has it works with the new permissions within five seconds.
   */
  @Patch(':id')
  @Can(Roles.write)
  @Fails(RoleNotFound, RoleBuiltIn, GrantTooWide)
  change(@CurrentRequest() request: ApiRequest, @Id() id: string, @Body() body: RolePatch): Promise<Role> {
    return this.commands.change(request, (tx, base) => this.roles.change(tx, id, body, base));
  }

  /** Removes a role of the centre's own that nobody has. */
  @Delete(':id')
  @Can(Roles.write)
  @Fails(RoleNotFound, RoleBuiltIn, RoleInUse, GrantTooWide)
  remove(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, (tx) => this.roles.remove(tx, id));
  }
}

import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { EditConflict, VersionRequired, VersionStale } from '../../platform/database/versioned.js';
import { Db } from '../../platform/database/db.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import {
  PermissionList,
  RoleList,
  User,
  UserListQuery,
  UserPage,
  UserPatch,
  UserRequest,
} from './access.dto.js';
import { EmployeeTaken, GrantTooWide, LoginTaken, UserNotFound } from './access.errors.js';
import { Users } from './access.permissions.js';
import { UsersQueries } from './users.queries.js';
import { UsersService } from './users.service.js';

@Controller('users')
export class UsersController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly users: UsersService,
    private readonly queries: UsersQueries,
  ) {}

  /** Lists users. */
  @Get()
  @Can(Users.read)
  list(@Me() me: Actor, @Query() query: UserListQuery): Promise<UserPage> {
    return this.queries.list(me, query);
  }

  /** Gives one user. */
  @Get(':id')
  @Can(Users.read)
  @Fails(UserNotFound)
  get(@Me() me: Actor, @Id() id: string): Promise<User> {
    return this.queries.get(this.db, me, id);
  }

  /**
   * Makes a user.
   * Nobody can grant a role that holds more than they hold themselves.
   */
  @Post()
  @Can(Users.write)
  @Fails(LoginTaken, EmployeeTaken, GrantTooWide)
  create(@CurrentRequest() request: ApiRequest, @Body() body: UserRequest): Promise<User> {
    return this.commands.create(request, (tx) => this.users.create(tx, body));
  }

  /**
   * Changes a user.
   * Disabling a user ends their sessions.
   */
  @Patch(':id')
  @Can(Users.write)
  @Fails(UserNotFound, EmployeeTaken, GrantTooWide, EditConflict, VersionStale, VersionRequired)
  change(@CurrentRequest() request: ApiRequest, @Id() id: string, @Body() body: UserPatch): Promise<User> {
    return this.commands.change(request, (tx, base) => this.users.change(tx, id, body, base));
  }
}

@Controller('roles')
export class RolesController {
  constructor(private readonly queries: UsersQueries) {}

  /** Lists roles with what each may do. */
  @Get()
  @Can(Users.read)
  list(): Promise<RoleList> {
    return this.queries.roles();
  }
}

@Controller('permissions')
export class PermissionsController {
  constructor(private readonly queries: UsersQueries) {}

  /** Lists every permission a role may hold. */
  @Get()
  @Can(Users.read)
  list(): PermissionList {
    return this.queries.permissions();
  }
}

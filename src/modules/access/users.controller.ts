import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import type { Actor } from '../../kernel/actor.js';
import { Db } from '../../platform/database/db.js';
import { Can, Commands, CurrentRequest, Fails, Id, Me, type ApiRequest } from '../../platform/http/index.js';
import { PasswordReset } from './passwords.dto.js';
import { SessionList } from './sessions.dto.js';
import { User, UserListQuery, UserPage, UserPatch, UserRequest } from './users.dto.js';
import { FieldForbidden } from '../../kernel/field-groups.js';
import { PermissionList } from './roles.dto.js';
import { EmployeeTaken, GrantTooWide, LastOwner, LoginTaken, UserNotFound } from './access.errors.js';
import { Users } from './access.permissions.js';
import { PasswordsService } from './passwords.service.js';
import { SessionsService } from './sessions.service.js';
import { UsersQueries } from './users.queries.js';
import { UsersService } from './users.service.js';

@Controller('users')
export class UsersController {
  constructor(
    private readonly commands: Commands,
    private readonly db: Db,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordsService,
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
  @Fails(LoginTaken, EmployeeTaken, GrantTooWide, FieldForbidden)
  create(@CurrentRequest() request: ApiRequest, @Body() body: UserRequest): Promise<User> {
    return this.commands.create(request, (tx) => this.users.create(tx, body));
  }

  /**
   * Changes a user.
   * Disabling a user ends their sessions.
   */
  @Patch(':id')
  @Can(Users.write)
  @Fails(UserNotFound, EmployeeTaken, GrantTooWide, LastOwner, FieldForbidden)
  change(@CurrentRequest() request: ApiRequest, @Id() id: string, @Body() body: UserPatch): Promise<User> {
    return this.commands.change(request, (tx, base) => this.users.change(tx, id, body, base));
  }

  /** Lists the sessions of a user that have not ended. */
  @Get(':id/sessions')
  @Can(Users.read)
  @Fails(UserNotFound)
  async listSessions(@Me() me: Actor, @Id() id: string): Promise<SessionList> {
    const user = await this.queries.get(this.db, me, id);
    return this.queries.sessions(me, user.id);
  }

  /** Signs a user out everywhere. */
  @Delete(':id/sessions')
  @Can(Users.write)
  @Fails(UserNotFound, GrantTooWide)
  endSessions(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<void> {
    return this.commands.remove(request, async (tx) => {
      const user = await this.users.hold(tx, id);
      await this.sessions.endSessions(tx, user.id, {}, 'ended_by_manager');
    });
  }

  /**
   * Gives a token with which the user sets a new password.
   * Hand it to them: it is shown this once, good once, for 24 hours; an earlier one is worth nothing from now on.
   */
  @Post(':id/password-resets')
  @Can(Users.write)
  @Fails(UserNotFound, GrantTooWide)
  offerPasswordReset(@CurrentRequest() request: ApiRequest, @Id() id: string): Promise<PasswordReset> {
    return this.commands.create(request, (tx) => this.passwords.offerReset(tx, id));
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

import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import { scopeOf, type Actor } from '../../kernel/actor.js';
import { PERMISSION, PUBLIC, SIGNED_IN } from '../http/decorators.js';
import { Forbidden, Unauthenticated } from '../http/http.errors.js';
import { requestOf } from '../http/request.js';

/** Every route is closed: without a token nobody enters, without the declared permission nobody goes on. */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const handler = context.getHandler();
    if (this.reflector.get<string | undefined>(PUBLIC, handler) !== undefined) return true;
    await super.canActivate(context);
    const permission = this.reflector.get<string | undefined>(PERMISSION, handler);
    const request = requestOf(context);
    if (request.user === undefined) throw Unauthenticated();
    const actor = { ...request.user, requestId: request.id };
    request.user = actor;
    if (permission === undefined) throw Forbidden({ permission: 'undeclared' });
    if (permission !== SIGNED_IN && scopeOf(actor, permission) === null) throw Forbidden({ permission });
    return true;
  }

  override handleRequest<T = Actor>(fault: Error | null, actor: T | false | undefined): T {
    if (fault !== null && fault !== undefined) throw fault;
    if (actor === false || actor === undefined) throw Unauthenticated();
    return actor;
  }
}

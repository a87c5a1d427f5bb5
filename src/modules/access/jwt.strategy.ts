import { createSecretKey } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { Actor } from '../../kernel/actor.js';
import { Clock } from '../../platform/clock/clock.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { ActorLoader } from './actor-loader.js';

type Request = Parameters<typeof bearerOf>[0];

export const ISSUER = 'kruzhok';
export const AUDIENCE = 'kruzhok-api';

// A KeyObject: with a text jsonwebtoken first tries to parse it as a public key, on every request.
export const signingKey = (config: Config) => createSecretKey(Buffer.from(config.jwtSecret));

const bearerOf = ExtractJwt.fromAuthHeaderAsBearerToken();
const KNOWN_AT_MOST = 10_000;

/**
 * Reads the bearer token; the session behind it must still stand. A token found good is known by its text until it
 * expires: what it says cannot change, and checking it again cost more than loading its actor.
 */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  private readonly known = new Map<string, { sessionId: string; expiresAt: number }>();

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly actors: ActorLoader,
    private readonly clock: Clock,
  ) {
    super({
      jwtFromRequest: bearerOf,
      secretOrKey: signingKey(config) as unknown as Buffer,
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      passReqToCallback: true,
    });
  }

  override authenticate(request: Request, options?: object): void {
    const known = this.known.get(bearerOf(request) ?? '');
    if (known === undefined || known.expiresAt <= Date.parse(this.clock.now()))
      super.authenticate(request as never, options);
    else
      void this.actors.load(known.sessionId).then(
        (actor) => {
          if (actor === null) this.fail(401);
          else this.success(actor);
        },
        (fault: unknown) => {
          this.error(fault as Error);
        },
      );
  }

  async validate(request: Request, { sid, exp }: { sid?: unknown; exp?: number }): Promise<Actor | false> {
    if (typeof sid !== 'string') return false;
    const actor = await this.actors.load(sid);
    if (actor === null) return false;
    if (this.known.size >= KNOWN_AT_MOST) this.known.clear();
    this.known.set(bearerOf(request) ?? '', { sessionId: sid, expiresAt: (exp ?? 0) * 1000 });
    return actor;
  }
}

import { createSecretKey } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import type { Actor } from '../../kernel/actor.js';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { ActorLoader } from './actor-loader.js';

export const ISSUER = 'kruzhok';
export const AUDIENCE = 'kruzhok-api';

// A KeyObject: with a text jsonwebtoken first tries to parse it as a public key, on every request.
export const signingKey = (config: Config) => createSecretKey(Buffer.from(config.jwtSecret));

/** Reads the bearer token; the session behind it must still stand. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    @Inject(CONFIG) config: Config,
    private readonly actors: ActorLoader,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: signingKey(config) as unknown as Buffer,
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
    });
  }

  async validate(payload: { sid?: unknown }): Promise<Actor | false> {
    if (typeof payload.sid !== 'string') return false;
    return (await this.actors.load(payload.sid)) ?? false;
  }
}

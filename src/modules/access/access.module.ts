import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { Config } from '../../platform/config/config.js';
import { CONFIG } from '../../platform/config/config.module.js';
import { RoleRow, UserRow } from './access.entity.js';
import { ActorLoader } from './actor-loader.js';
import { ActorsAtWork } from './actors-at-work.js';
import { AuthController, MeController } from './auth.controller.js';
import { AUDIENCE, ISSUER, JwtStrategy, signingKey } from './jwt.strategy.js';
import { SessionsService } from './sessions.service.js';
import { PasswordsService } from './passwords.service.js';
import { RolesController } from './roles.controller.js';
import { RolesService } from './roles.service.js';
import { PermissionsController, UsersController } from './users.controller.js';
import { UsersQueries } from './users.queries.js';
import { UsersService } from './users.service.js';

@Module({
  imports: [
    TypeOrmModule.forFeature([UserRow, RoleRow]),
    JwtModule.registerAsync({
      inject: [CONFIG],
      useFactory: (config: Config) => ({
        secret: signingKey(config) as unknown as Buffer,
        signOptions: { algorithm: 'HS256', issuer: ISSUER, audience: AUDIENCE },
      }),
    }),
  ],
  controllers: [AuthController, MeController, UsersController, RolesController, PermissionsController],
  providers: [
    ActorLoader,
    ActorsAtWork,
    JwtStrategy,
    PasswordsService,
    RolesService,
    SessionsService,
    UsersQueries,
    UsersService,
  ],
  exports: [RolesService, UsersService, SessionsService],
})
export class AccessModule {}

import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsString, Matches, ValidateBy } from 'class-validator';
import { EditPatch, Signature } from '../../platform/http/page.dto.js';
import { Name, Nullable, Optional, Text } from '../../platform/http/validators.js';

const SCOPES = ['own', 'branch', 'all'] as const;
const MOST = 300;

/** An object of permissions, each with its scope. */
const PermissionScopes = () =>
  applyDecorators(
    ApiProperty({
      type: 'object',
      additionalProperties: { type: 'string', enum: [...SCOPES] },
      maxProperties: MOST,
    }),
    ValidateBy({
      name: 'permissionScopes',
      validator: { validate: isScopes, defaultMessage: () => 'permissionScopes' },
    }),
  );

function isScopes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const scopes = Object.values(value);
  return scopes.length <= MOST && scopes.every((scope) => SCOPES.includes(scope as (typeof SCOPES)[number]));
}

/** A role of the centre's own. */
export class RoleRequest {
  /**
   * Small letters, digits, dash; 3 to 64 characters.
   * @example "methodist"
   */
  @Matches(/^[a-z][a-z0-9-]{2,63}$/)
  @IsString()
  code: string;

  /** @example "Methodist" */
  @Name()
  name: string;

  /** @example "Looks after the programmes of all teachers." */
  @Text(500)
  @Nullable()
  description?: string | null;

  /**
   * Each permission with its scope: own, branch or all. `GET /v1/permissions` lists them.
   * @example {"schedule:read": "branch", "groups:read": "branch"}
   */
  @PermissionScopes()
  permissions: Record<string, string>;
}

/** A change of a role of the centre's own. */
export class RolePatch extends EditPatch {
  /** @example "Methodist" */
  @Name()
  @Optional()
  name?: string;

  /** @example "Looks after the programmes of all teachers." */
  @Text(500)
  @Nullable()
  description?: string | null;

  /**
   * Each permission with its scope, all of them.
   * @example {"schedule:read": "branch", "groups:read": "branch"}
   */
  @PermissionScopes()
  @Optional()
  permissions?: Record<string, string>;
}

/** A role. */
export class Role {
  id: string;
  /** @example "teacher" */
  code: string;
  /** @example "Teacher" */
  name: string;
  description: string | null;
  /**
   * Each permission with its scope.
   * @example {"clients:read": "own"}
   */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string', enum: [...SCOPES] } })
  permissions: Record<string, string>;
  /** Comes with the system and follows its releases; cannot be changed. */
  isBuiltIn: boolean;
  /**
   * How many users have it.
   * @example 3
   */
  users: number;
  version: number;
  createdAt: string;
  createdBy: Signature;
  updatedAt: string;
  updatedBy: Signature;
}

export class RoleList {
  items: Role[];
}

/** A permission that a role may hold. */
export class Permission {
  /** @example "clients:read" */
  code: string;
  /** @example "Sees clients." */
  description: string;
}

export class PermissionList {
  items: Permission[];
}

import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { DeclaredError } from '../../kernel/errors.js';

export const PERMISSION = 'kruzhok:permission';
export const PUBLIC = 'kruzhok:public';
export const PROBLEMS = 'x-problems';

/** The permission a route asks for. Each route has exactly one of `@Can`, `@SignedIn` and `@Public`. */
export const Can = (permission: string): MethodDecorator =>
  applyDecorators(
    SetMetadata(PERMISSION, permission),
    ApiBearerAuth(),
    ApiExtension('x-permission', permission),
    ReadDoors(),
  );

export const DOORS = 'x-doors';

/**
 * The doors of `Commands` a handler goes through decide the status of its answer. They are read from its own text, so
 * that what is documented and what is answered cannot differ.
 */
const ReadDoors = (): MethodDecorator => (target, name, descriptor) => {
  const doors = [...String(descriptor.value).matchAll(/\bcommands\s*\.\s*(\w+)/g)].map((match) => match[1]);
  ApiExtension(DOORS, doors)(target, name, descriptor);
};

/** Whoever is signed in, about themselves. */
export const SIGNED_IN = 'signed in';
export const SignedIn = (): MethodDecorator => Can(SIGNED_IN);

/** Open to everybody, and why. */
export const Public = (reason: string): MethodDecorator => SetMetadata(PUBLIC, reason);

/** The business errors a route can give; status and documentation follow from them. */
export const Fails = (...errors: DeclaredError[]): MethodDecorator =>
  ApiExtension(
    PROBLEMS,
    errors.map((error) => error.definition.code),
  ) as MethodDecorator;

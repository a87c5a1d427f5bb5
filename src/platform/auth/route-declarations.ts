import { RequestMethod, type INestApplicationContext } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { PERMISSION, PUBLIC } from '../http/decorators.js';

export interface RouteDeclaration {
  controller: string;
  handler: string;
  method: string;
  path: string;
  permission: string | undefined;
  publicReason: string | undefined;
}

/** Every route of the application with what it declares about who may enter. */
export function routeDeclarations(app: INestApplicationContext): RouteDeclaration[] {
  const scanner = app.get(MetadataScanner, { strict: false });
  const controllers = app.get(DiscoveryService, { strict: false }).getControllers();
  return controllers.flatMap(({ metatype }) => {
    if (typeof metatype !== 'function') return [];
    const prototype = metatype.prototype as Record<string, object>;
    return scanner.getAllMethodNames(prototype).flatMap((handler): RouteDeclaration[] => {
      const target = prototype[handler];
      if (target === undefined) return [];
      const verb = Reflect.getMetadata(METHOD_METADATA, target) as RequestMethod | undefined;
      if (verb === undefined) return [];
      const path = [Reflect.getMetadata(PATH_METADATA, metatype), Reflect.getMetadata(PATH_METADATA, target)]
        .filter((part) => part !== '' && part !== '/')
        .join('/');
      return [
        {
          controller: metatype.name,
          handler,
          method: RequestMethod[verb],
          path,
          permission: Reflect.getMetadata(PERMISSION, target) as string | undefined,
          publicReason: Reflect.getMetadata(PUBLIC, target) as string | undefined,
        },
      ];
    });
  });
}

/** The application does not start with a route that does not say who may enter. */
export function refuseUndeclaredRoutes(app: INestApplicationContext): void {
  const wrong = routeDeclarations(app).filter(
    (route) => (route.permission === undefined) === (route.publicReason === undefined),
  );
  if (wrong.length === 0) return;
  const names = wrong.map((route) => `${route.controller}.${route.handler}`);
  throw new Error(`These routes need exactly one of @Can, @SignedIn and @Public: ${names.join(', ')}`);
}

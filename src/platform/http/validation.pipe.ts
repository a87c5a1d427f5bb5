import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validate, type ValidationError } from 'class-validator';
import type { Fault } from '../../kernel/errors.js';
import { RequestInvalid, RequestMalformed } from '../../kernel/faults.js';
import { faultOfConstraint } from './fault-texts.js';

const storage = getMetadataStorage();

/** What is declared of a class does not change; class-validator would gather it from all classes for each object anew. */
function rememberDeclarations(): void {
  const gather = storage.getTargetValidationMetadatas.bind(storage);
  const known = new Map<unknown, ReturnType<typeof gather>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    const found = known.get(target) ?? gather(target, schema, always, strictGroups, groups);
    known.set(target, found);
    return found;
  };
}
rememberDeclarations();

/**
 * Checks a body or a query against its DTO and reports all faults at once, each with its pointer. Unknown members are
 * refused, values are never converted by guess. Sentences are put into the caller's language by the problem filter.
 */
@Injectable()
export class ValidationPipe implements PipeTransform<unknown> {
  async transform(value: unknown, { type, metatype }: ArgumentMetadata): Promise<unknown> {
    if ((type !== 'body' && type !== 'query') || metatype === undefined || !isDto(metatype)) return value;
    if (type === 'body' && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      throw RequestMalformed(
        {},
        { faults: [{ pointer: '#', code: 'object.expected', detail: 'Send a JSON object.' }] },
      );
    }
    const instance: object = plainToInstance(metatype, value ?? {}, { exposeUnsetFields: false });
    const errors = await validate(instance, {
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      stopAtFirstError: true,
    });
    if (errors.length > 0) throw refusal(errors, type);
    return instance;
  }
}

function refusal(errors: ValidationError[], type: 'body' | 'query') {
  const faults = errors.flatMap((error) => faultsOf(error, type === 'body' ? '#' : '', type));
  const unreadable = faults.some((fault) => fault.code === 'member.unknown');
  return unreadable ? RequestMalformed({}, { faults }) : RequestInvalid({}, { faults });
}

function faultsOf(error: ValidationError, path: string, type: 'body' | 'query'): Fault[] {
  const place = type === 'body' ? `${path}/${escape(error.property)}` : error.property;
  const own = Object.keys(error.constraints ?? {}).map((constraint): Fault => {
    const name = error.value === undefined && constraint !== 'whitelistValidation' ? 'missing' : constraint;
    const argument = argumentOf(error, constraint);
    const { code, detail } = faultOfConstraint(name, argument, 'en');
    const where = type === 'body' ? { pointer: place } : { parameter: place };
    return {
      ...where,
      code,
      detail,
      params: { constraint: name, ...(argument === '' ? {} : { limit: argument }) },
    };
  });
  const nested = (error.children ?? []).flatMap((child) => faultsOf(child, place, type));
  return [...own, ...nested];
}

const escape = (member: string): string => member.replaceAll('~', '~0').replaceAll('/', '~1');

/** What the constraint was given: `@MaxLength(200)` → `200`. */
function argumentOf(error: ValidationError, constraint: string): string {
  const target = error.target?.constructor;
  if (target === undefined) return '';
  const metadata = storage
    .getTargetValidationMetadatas(target, '', false, false)
    .find((entry) => entry.propertyName === error.property && entry.name === constraint);
  const first: unknown = (metadata?.constraints as unknown[] | undefined)?.[0];
  if (first === undefined)
    return constraint === 'organisationCurrency' ? (error.constraints?.[constraint] ?? '') : '';
  if (Array.isArray(first)) return first.join(', ');
  return typeof first === 'string' || typeof first === 'number' ? String(first) : '';
}

const primitives: readonly unknown[] = [String, Boolean, Number, Array, Object];
const isDto = (metatype: unknown): metatype is new () => object =>
  typeof metatype === 'function' && !primitives.includes(metatype);

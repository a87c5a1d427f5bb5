import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiOkResponse,
  ApiQuery,
  getSchemaPath,
  type ApiQueryOptions,
} from '@nestjs/swagger';
import { Operation } from '../../platform/operations/operations.dto.js';
import { FORMATS, commonParameters } from './parameters.rules.js';
import { NAMED_PERIODS } from './periods.rules.js';
import type { Column, ParameterSpec, Report } from './report.js';
import { ReportAnswer, ReportRunResult } from './reports.dto.js';

type Schema = Record<string, unknown>;

/** Each report's own parameters and columns stand in the contract, so that a client made of it knows them. */
const parametersOf = (report: Report): Record<string, Schema> => {
  const common: Record<string, Schema> = {
    period: {
      ...{ type: 'string', enum: NAMED_PERIODS },
      description: `A period by its name, of today by the clock of the branch; \`${String(report.period)}\` when nothing is given.`,
    },
    from: { type: 'string', format: 'date', description: 'The first day; goes with `to`.' },
    to: { type: 'string', format: 'date', description: 'The day after the last; goes with `from`.' },
    compare: { type: 'boolean', description: 'The period of the same length before, beside it.' },
    branchId: { type: 'string', format: 'uuid', description: 'One branch; all within reach without it.' },
    asOf: { type: 'string', format: 'date-time', description: 'As it had been recorded by then.' },
    format: { type: 'string', enum: FORMATS },
  };
  const own = Object.entries(report.parameters).map(([name, spec]) => [name, schemaOf(spec)] as const);
  return {
    ...Object.fromEntries(commonParameters(report).map((name) => [name, common[name] ?? {}])),
    ...Object.fromEntries(own),
  };
};

function schemaOf(spec: ParameterSpec): Schema {
  const { description } = spec;
  switch (spec.kind) {
    case 'choice':
      return { type: 'string', enum: spec.values, default: spec.default, description };
    case 'integer':
      return { type: 'integer', minimum: spec.min, maximum: spec.max, default: spec.default, description };
    case 'yes-no':
      return { type: 'boolean', default: spec.default, description };
    case 'id':
      return { type: 'string', format: 'uuid', description };
  }
}

const VALUES: Readonly<Record<Column['kind'], Schema>> = {
  text: { type: ['string', 'null'] },
  integer: { type: ['integer', 'null'] },
  decimal: { type: ['number', 'null'], format: 'double' },
  money: {
    type: ['object', 'null'],
    properties: { amount: { type: 'integer' }, currency: { type: 'string' } },
  },
  percent: { type: ['number', 'null'], format: 'double' },
  date: { type: ['string', 'null'], format: 'date' },
  instant: { type: ['string', 'null'], format: 'date-time' },
  duration: { type: ['integer', 'null'] },
};

function rowOf({ columns }: Report): Schema {
  const shown = columns.filter(({ only }) => only !== 'nowhere');
  const properties = shown.map(({ code, kind, title, description, groups = [] }) => {
    const rights = groups.map(({ read }) => `\`${read}\``).join(', ');
    const needs = rights === '' ? [] : [`Needs ${rights}.`];
    const text = [`${title.en}.`, ...(description === undefined ? [] : [description]), ...needs].join(' ');
    return [code, { ...VALUES[kind], description: text }] as const;
  });
  return { type: 'object', properties: Object.fromEntries(properties) };
}

const BINARY = { schema: { type: 'string', format: 'binary' } };

/** The parameters of a report in the query, and its answers in every format. */
export const ReportAsked = (report: Report): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(ReportAnswer),
    ...Object.entries(parametersOf(report)).map(([name, { description, ...schema }]) =>
      ApiQuery({ name, required: false, description, schema } as ApiQueryOptions),
    ),
    ApiOkResponse({
      content: {
        'application/json': {
          schema: {
            allOf: [
              { $ref: getSchemaPath(ReportAnswer) },
              {
                type: 'object',
                properties: { rows: { type: 'array', items: rowOf(report) } },
              },
            ],
          },
        },
        'text/csv': BINARY,
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': BINARY,
        'application/pdf': BINARY,
        'text/html': BINARY,
      },
    }),
  );

/** The same parameters in a body, and the operation that makes the file. */
export const ReportOrdered = (report: Report): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(Operation, ReportRunResult),
    ApiBody({
      required: false,
      schema: { type: 'object', additionalProperties: false, properties: parametersOf(report) },
    }),
    ApiCreatedResponse({
      schema: {
        allOf: [
          { $ref: getSchemaPath(Operation) },
          {
            type: 'object',
            properties: { result: { anyOf: [{ $ref: getSchemaPath(ReportRunResult) }, { type: 'null' }] } },
          },
        ],
      },
    }),
  );

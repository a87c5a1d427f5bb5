import type { Actor } from '../../kernel/actor.js';
import type { Language } from '../../kernel/errors.js';
import { FORMATS } from './parameters.rules.js';
import type { ParameterSpec, Report } from './report.js';
import type { ReportDescription, ReportParameter } from './reports.dto.js';
import { visibleColumns } from './table.rules.js';

/** A report as the catalogue shows it to somebody. */
export function describeReport(report: Report, actor: Actor, language: Language): ReportDescription {
  const { code, title, description, period, hasAsOf, parameters } = report;
  const columns = visibleColumns(report, actor, null).filter(({ only }) => only !== 'nowhere');
  return {
    ...{ code, title: title[language], description: description[language], href: `/v1/reports/${code}` },
    ...{ period, hasAsOf },
    parameters: Object.entries(parameters).map(([name, spec]) => parameterOf(name, spec, language)),
    columns: columns.map((column) => ({
      code: column.code,
      title: column.title[language],
      kind: column.kind,
    })),
    formats: [...FORMATS],
  };
}

function parameterOf(name: string, spec: ParameterSpec, language: Language): ReportParameter {
  const { title, description, kind } = spec;
  return {
    ...{ name, title: title[language], description, kind },
    values: spec.kind === 'choice' ? [...spec.values] : null,
    ...(spec.kind === 'integer' ? { min: spec.min, max: spec.max } : { min: null, max: null }),
    default: 'default' in spec ? (spec.default ?? null) : null,
  };
}

import { Controller, Get, Post, StreamableFile } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import type { Actor } from '../../kernel/actor.js';
import { RequestMalformed } from '../../kernel/faults.js';
import { contentDisposition } from '../../platform/http/downloads.js';
import { Can, CurrentRequest, Fails, Me, SignedIn, type ApiRequest } from '../../platform/http/index.js';
import { languageOf } from '../../platform/http/problem.js';
import { LongWorkDoor } from '../../platform/operations/long-work.js';
import { LongWork, type Operation } from '../../platform/operations/operations.dto.js';
import { answerOf } from './formats/answer.js';
import { FORMATS, type Format } from './parameters.rules.js';
import { reports } from './registry.js';
import { ReportAsked, ReportOrdered } from './report-contract.dto.js';
import { ReportRuns } from './report-runs.js';
import type { Report } from './report.js';
import { describeReport } from './describe.js';
import type { ReportCatalogue } from './reports.dto.js';
import { ReportFormatUnknown, ReportTooLarge } from './reports.errors.js';
import { ReportsService } from './reports.service.js';

const languageIn = (request: ApiRequest) => languageOf(request.headers['accept-language']);

@Controller('reports')
export class ReportsController {
  constructor(
    private readonly service: ReportsService,
    private readonly runs: ReportRuns,
    private readonly door: LongWorkDoor,
  ) {}

  /** Lists the reports there are for you: what each answers, its parameters and the columns you may see. */
  @Get()
  @SignedIn()
  list(@Me() me: Actor, @CurrentRequest() request: ApiRequest): ReportCatalogue {
    const items = this.service.catalogue(me).map((report) => describeReport(report, me, languageIn(request)));
    return { items };
  }

  async answer(
    { code }: Report,
    me: Actor,
    request: ApiRequest,
  ): Promise<StreamableFile | ReturnType<typeof answerOf>> {
    const accepted = accept(request.headers.accept);
    const { table, order } = await this.service.atOnce(me, code, request.query as Record<string, unknown>);
    const format = order.format ?? accepted;
    if (format === null) throw ReportFormatUnknown();
    if (format === 'json') return answerOf(table, languageIn(request));
    const { name, mediaType, content } = await this.service.render(table, format, languageIn(request));
    const pieces: Uint8Array[] = [];
    for await (const piece of content) pieces.push(piece);
    const place = format === 'html' ? 'inline' : 'attachment';
    return new StreamableFile(Buffer.concat(pieces), {
      type: mediaType,
      disposition: contentDisposition(name, place),
    });
  }

  order({ code }: Report, request: ApiRequest): Promise<Operation> {
    const sent = bodyOf(request);
    const language = languageIn(request);
    return this.door.accept(request, (tx, isRehearsal) =>
      this.runs.ask(tx, { code, sent, language, isRehearsal }),
    );
  }
}

/** A real route for each report, so that the contract names its parameters and columns. */
function addRoutes(report: Report): void {
  const name = report.code.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const title = report.title.en;
  addRoute(
    name,
    function (this: ReportsController, me: Actor, request: ApiRequest) {
      return this.answer(report, me, request);
    },
    [
      Get(report.code),
      Can(report.permission),
      Fails(ReportTooLarge, ReportFormatUnknown),
      ApiOperation({
        summary: `Gives the report "${title}".`,
        description: `${report.description.en}\n\n${FORMAT_NOTE}`,
      }),
      ReportAsked(report),
    ],
  );
  addRoute(
    `run${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    function (this: ReportsController, _: Actor, request: ApiRequest) {
      return this.order(report, request);
    },
    [
      Post(`${report.code}/runs`),
      Can(report.permission),
      LongWork(),
      ApiOperation({ summary: `Has the report "${title}" made by a worker.`, description: RUN_NOTE }),
      ReportOrdered(report),
    ],
  );
}

const FORMAT_NOTE =
  'The format is that of `format`, else of `Accept`, else JSON. More than 5,000 rows, or 10 seconds, are for a run.';
const RUN_NOTE =
  'The file (XLSX unless `format` says otherwise) is among those of the operation, for 7 days. The same request while it is under way joins it.';

function addRoute(name: string, handler: object, decorators: readonly MethodDecorator[]): void {
  const prototype: object = ReportsController.prototype;
  // The contract names an operation by its function.
  Object.defineProperty(handler, 'name', { value: name });
  Object.defineProperty(prototype, name, { value: handler, configurable: true, writable: true });
  Me()(prototype, name, 0);
  CurrentRequest()(prototype, name, 1);
  Reflect.defineMetadata('design:paramtypes', [Object, Object], prototype, name);
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  for (const decorate of decorators) decorate(prototype, name, descriptor ?? {});
}

for (const report of reports) addRoutes(report);

/** What comes in the body of a run; nothing asks for what is meant by default. */
function bodyOf({ body }: ApiRequest): Record<string, unknown> {
  if (body === undefined) return {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw RequestMalformed(
    {},
    { faults: [{ pointer: '#', code: 'object.expected', detail: 'Send a JSON object.' }] },
  );
}

const BY_MEDIA: Readonly<Record<string, Format>> = {
  '*/*': 'json',
  'application/*': 'json',
  'application/json': 'json',
  'text/*': 'csv',
  'text/csv': 'csv',
  'text/html': 'html',
  'application/pdf': 'pdf',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

/** The best of what is accepted; null when it is none of ours. */
function accept(header: string | undefined): Format | null {
  if (header === undefined || header.trim() === '') return FORMATS[0];
  const wanted = header.split(',').map((part) => {
    const [type = '', ...more] = part.split(';').map((one) => one.trim().toLowerCase());
    const quality = more.find((one) => one.startsWith('q='))?.slice(2);
    return { type, quality: quality === undefined ? 1 : Number(quality) };
  });
  const known = wanted.filter(({ type, quality }) => BY_MEDIA[type] !== undefined && quality > 0);
  known.sort((a, b) => b.quality - a.quality);
  return BY_MEDIA[known[0]?.type ?? ''] ?? null;
}

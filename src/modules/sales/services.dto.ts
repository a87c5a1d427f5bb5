import { IsBoolean, IsIn } from 'class-validator';
import { MoneyDto, MoneyField } from '../../platform/http/money.dto.js';
import { EditOf, PageOf, PageQuery, Signature } from '../../platform/http/page.dto.js';
import { CodeText, Name, Optional, Text } from '../../platform/http/validators.js';

/** A new service: what is sold besides goods and lessons. */
export class ServiceRequest {
  /**
   * Name, unique.
   * @example "Hire of a costume"
   */
  @Name()
  name: string;

  /** What it costs, with VAT. */
  @MoneyField()
  price: MoneyDto;

  /**
   * How it is taxed: a code of `/v1/vat-rates`. Default: `none`.
   * @example "none"
   */
  @CodeText()
  @Optional()
  vatCode?: string;
}

/** A change of a service; members left out stay as they are. What was sold keeps its own. */
export class ServicePatch extends EditOf(ServiceRequest) {
  /**
   * `true` takes it off sale, `false` puts it on again.
   * @example false
   */
  @IsBoolean()
  @Optional()
  isArchived?: boolean;
}

/** A service on sale. */
export class Service {
  /** @example "019aa5f0-0000-7000-8000-000000000035" */
  id: string;
  /** @example "Hire of a costume" */
  name: string;
  /** What it costs, with VAT. */
  price: MoneyDto;
  /** @example "none" */
  vatCode: string;
  /** An archived service is not sold. */
  isArchived: boolean;
  /** @example 1 */
  version: number;
  /** When it was made. */
  createdAt: string;
  /** Who made it. */
  createdBy: Signature;
  /** When it was last changed. */
  updatedAt: string;
  /** Who changed it last. */
  updatedBy: Signature;
}

export class ServicePage extends PageOf(Service) {}

/** Which services. */
export class ServiceListQuery extends PageQuery {
  /**
   * `false` (also when absent) gives those on sale, `true` the archived, `any` both.
   * @example "false"
   */
  @IsIn(['true', 'false', 'any'])
  @Optional()
  archived?: string;

  /**
   * Part of the name.
   * @example "costume"
   */
  @Text(100)
  @Optional()
  q?: string;
}

import { Param, type PipeTransform } from '@nestjs/common';
import { invalid } from '../../kernel/faults.js';
import { UUID } from './request.js';

class IdPipe implements PipeTransform<string, string> {
  constructor(private readonly parameter: string) {}

  transform(value: string): string {
    if (UUID.test(value)) return value.toLowerCase();
    throw invalid([{ parameter: this.parameter, code: 'id.not-uuid', detail: 'An id is a UUID.' }]);
  }
}

/** An id in the path, checked to be a UUID; `@Id('groupId')` for another name than `id`. */
export const Id = (name = 'id'): ParameterDecorator => Param(name, new IdPipe(name));

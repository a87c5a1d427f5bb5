import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultDetail } from '../../src/platform/http/fault-texts.js';

// Whatever a rule or a service says of a fault in English is said in Russian too.

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
  .map((name) => join('src', name));

interface Said {
  sentence: string;
  code: string;
  file: string;
}

/** `detail` of a fault: with a code beside it and no title, which a declared error has. */
function saidIn(file: string): Said[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/detail(?: =|:)\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g)].flatMap((match) => {
    const before = source.slice(Math.max(0, match.index - 200), match.index);
    const around = before + source.slice(match.index, match.index + match[0].length + 300);
    if (/title:[^}]*$/.test(before) || !/code[:,]/.test(around)) return [];
    const sentence = (match[2] ?? '').replace(/\\(.)/g, '$1').replace(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, 'x');
    const code =
      /code: '([\w.-]+)'/.exec(source.slice(Math.max(0, match.index - 120), match.index))?.[1] ?? '';
    return [{ sentence, code, file }];
  });
}

it('every sentence of a fault has a Russian one', () => {
  const said = files.flatMap(saidIn);
  expect(said.length).toBeGreaterThan(40);
  const english = said.filter(({ sentence, code }) => faultDetail(code, sentence, 'ru') === sentence);
  expect(english).toEqual([]);
});

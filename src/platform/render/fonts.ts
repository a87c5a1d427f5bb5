import { fileURLToPath } from 'node:url';

const file = (name: string): string => fileURLToPath(new URL(`./fonts/${name}`, import.meta.url));

/** PT Sans, made for Russian; DejaVu has what it lacks: arrows, signs, scripts of far away names. */
export const TEXT_FONT = 'PT Sans';
export const SPARE_FONT = 'DejaVu Sans';
export const FONT_FILES = {
  regular: file('pt-sans.ttf'),
  bold: file('pt-sans-bold.ttf'),
  spare: file('dejavu-sans-condensed.ttf'),
} as const;

// What PT Sans draws of what people write: Latin with accents, Cyrillic, punctuation, signs of money.
const DRAWN =
  /[\u0020-\u007E\u00A0-\u0109\u010C-\u0113\u0116-\u011F\u0122-\u0127\u012A-\u012B\u012E-\u0131\u0134-\u0137\u0139-\u013E\u0141-\u0148\u014C-\u014D\u0150-\u0165\u016A-\u0173\u0178-\u017F\u0218-\u021B\u0401-\u040C\u040E-\u044F\u0451-\u045C\u045E-\u045F\u048A-\u04C0\u04C3-\u04F9\u2011\u2013-\u2014\u2018-\u201A\u201C-\u201E\u2020-\u2022\u2026\u2030\u2039-\u203A\u20AC\u20B4\u20BD\u2116\u2122\u2212\u2248\u2260\u2264-\u2265\n]/;

/** A text as runs that one font can draw, so that nothing comes out as an empty box. */
export function fontRuns(text: string): { text: string; isSpare: boolean }[] {
  const runs: { text: string; isSpare: boolean }[] = [];
  for (const sign of text) {
    const isSpare = !DRAWN.test(sign);
    const last = runs.at(-1);
    if (last?.isSpare === isSpare) last.text += sign;
    else runs.push({ text: sign, isSpare });
  }
  return runs;
}

/** Control characters draw nothing and break XML. */
export const printable = (text: string): string =>
  text.replaceAll(/[\u0000-\u0009\u000B-\u001F\u007F]/g, ' ');

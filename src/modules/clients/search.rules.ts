/**
 * One spelling for the many ways a person is written and looked for. What is stored and what is asked go through the
 * same function, so "Щербакова Юлия", "scherbakova yuliya" and "ЩЕРБАКОВА Iuliia" meet. A part of a Cyrillic name
 * always folds to a part of the folded name, which is what makes search by part right.
 */
const CYRILLIC: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sh',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
  і: 'i',
  є: 'e',
  ґ: 'g',
};

/** Latin spellings of the same sound, longest first. */
const LATIN: readonly (readonly [RegExp, string])[] = [
  [/shch|sch/g, 'sh'],
  [/kh/g, 'h'],
  [/tz/g, 'ts'],
  [/ph/g, 'f'],
  [/ye/g, 'e'],
  [/x/g, 'ks'],
  [/w/g, 'v'],
  [/[yj]/g, 'i'],
];

/** The words of a text in one spelling: lower case, Latin letters and digits, no marks, no doubled letters. */
export function searchWords(text: string): string[];
export function searchWords<T>(text: string, spell: (word: string) => T): T[];
export function searchWords(text: string, spell: (word: string) => unknown = foldWord): unknown[] {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}'’ʼ`]/gu, '')
    .toLowerCase();
  const words = (plain.match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => foldWord(word) !== '');
  return words.map((word) => spell(word));
}

function foldWord(word: string): string {
  const latin = word.replace(/[a-z]+/g, (run) =>
    LATIN.reduce((text, [from, to]) => text.replace(from, to), run),
  );
  return Array.from(latin, (letter) => CYRILLIC[letter] ?? letter)
    .join('')
    .replace(/([a-z])\1+/g, '$1');
}

const MOST_KNOWN = 10_000;
const known = new Map<string, string>();

/** A name as one comparable text. Of one person it is asked several times, and of many a first name is the same. */
export function foldName(name: string): string {
  const found = known.get(name);
  if (found !== undefined) return found;
  const folded = searchWords(name).join(' ');
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(name, folded);
  return folded;
}

export interface Findable {
  lastName: string;
  firstName: string;
  middleName?: string | null | undefined;
  phones?: readonly string[] | undefined;
}

/** What `search_text` holds: folded last, first and middle name, then the digits of each phone. */
export function searchTextOf(person: Findable): string {
  const names = [person.lastName, person.firstName, person.middleName ?? ''].map(foldName);
  const phones = (person.phones ?? []).map(digitsOf);
  return `${[...names, ...phones].filter((part) => part !== '').join(' ')} `;
}

/**
 * Between what the search texts of everybody with this name lie, letter by letter: they begin with it and a space, after
 * which comes the exclamation mark.
 */
export function searchRangeOf(lastName: string, firstName: string): { from: string; until: string } {
  const name = `${foldName(lastName)} ${foldName(firstName)}`;
  return { from: `${name} `, until: `${name}!` };
}

const SHORTEST_PHONE = 5;

/**
 * What must all occur in a search text for it to match. From five digits on, the digits of a question are one phone,
 * however it is spaced; a leading 8 is how Russians write +7, so it says nothing.
 */
export function searchTerms(question: string): string[] {
  const words = searchWords(wordsOf(question));
  const digits = digitsOf(question);
  if (digits === '') return words;
  return [...words, digits.length >= SHORTEST_PHONE ? digits.replace(/^8/, '') : digits];
}

/** A way to read a question: of each term, in any order, one of its spellings must occur. */
export type Reading = readonly (readonly string[])[];

/**
 * The ways to read a question: as it is typed, and as it would be in the other keyboard layout (`cjrjkjd` is соколов).
 * A Latin word has more than one way back into Cyrillic: Fyodor and Fedor, Artjom and Artyom, Cvetkova and Tsvetkova.
 */
export function searchReadings(question: string): Reading[] {
  const typed = searchTerms(question).map((term) => [term]);
  const latin = searchWords(wordsOf(question), spellingsOf);
  const readings: Reading[] = [typed.map((term, index) => latin[index] ?? term)];
  const other = inOtherLayout(question);
  const meant = other === null ? [] : searchTerms(other).map((term) => [term]);
  if (meant.length > 0) readings.push(meant);
  return readings.filter((reading) => reading.length > 0);
}

/** A question without what is a phone or a number. */
const wordsOf = (question: string): string => question.replace(/[\d()+\-.\s]*\d[\d()+\-.\s]*/g, ' ');

/** Spellings that the fold cannot decide, because the letters alone do not say which sound is meant. */
const LOOSE: readonly (readonly [RegExp, string])[] = [
  [/[yj]o|io/g, 'e'],
  [/i([eёo])/g, '$1'],
  [/c(?!h)/g, 'ts'],
  [/c(?!h)/g, 'k'],
  [/j/g, 'zh'],
  [/x/g, 'h'],
  [/[yj]e|ie/g, 'e'],
];

function spellingsOf(word: string): string[] {
  const loose = LOOSE.map(([from, to]) => word.replace(from, to)).filter((spelling) => spelling !== word);
  const all = LOOSE.reduce((text, [from, to]) => text.replace(from, to), word);
  return [...new Set([word, ...loose, all].map(foldWord).filter((spelling) => spelling !== ''))];
}

const QWERTY = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const JCUKEN = 'ёйцукенгшщзхъфывапролджэячсмитьбю';
const SHORTEST_MISTYPED = 3;

/** The same keys in the other layout; null when the question has letters of both, or too few to say. */
function inOtherLayout(question: string): string | null {
  const text = question.toLowerCase();
  const [latin, cyrillic] = [/[a-z]/.test(text), /[а-яё]/.test(text)];
  if (latin === cyrillic || (text.match(/\p{L}/gu) ?? []).length < SHORTEST_MISTYPED) return null;
  const [from, to] = latin ? [QWERTY, JCUKEN] : [JCUKEN, QWERTY];
  return Array.from(text, (key) => to[from.indexOf(key)] ?? key).join('');
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');

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
export function searchWords(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}'’ʼ`]/gu, '')
    .toLowerCase();
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map(foldWord).filter((word) => word !== '');
}

function foldWord(word: string): string {
  const latin = word.replace(/[a-z]+/g, (run) =>
    LATIN.reduce((text, [from, to]) => text.replace(from, to), run),
  );
  return Array.from(latin, (letter) => CYRILLIC[letter] ?? letter)
    .join('')
    .replace(/([a-z])\1+/g, '$1');
}

/** A name as one comparable text. */
export const foldName = (name: string): string => searchWords(name).join(' ');

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

/** The beginning of the search text of everybody with this name. */
export const searchPrefixOf = (lastName: string, firstName: string): string =>
  `${foldName(lastName)} ${foldName(firstName)} `;

const SHORTEST_PHONE = 5;

/**
 * What must all occur in a search text for it to match. From five digits on, the digits of a question are one phone,
 * however it is spaced; a leading 8 is how Russians write +7, so it says nothing.
 */
export function searchTerms(question: string): string[] {
  const words = searchWords(question.replace(/[\d()+\-.\s]*\d[\d()+\-.\s]*/g, ' '));
  const digits = digitsOf(question);
  if (digits === '') return words;
  return [...words, digits.length >= SHORTEST_PHONE ? digits.replace(/^8/, '') : digits];
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');

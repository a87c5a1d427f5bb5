import fc from 'fast-check';
import { foldName, searchReadings, searchTextOf, searchTerms } from './search.rules.js';

const searchTermsMatch = (text: string, question: string): boolean => {
  const readings = searchReadings(question);
  return readings.some((reading) =>
    reading.every((spellings) => spellings.some((spelling) => text.includes(spelling))),
  );
};

describe('search', () => {
  const anna = searchTextOf({
    lastName: 'Щербакова',
    firstName: 'Юлия',
    middleName: 'Фёдоровна',
    phones: ['+79161234567'],
  });

  it.each([
    ['щербак'],
    ['ЩЕРБАКОВА ЮЛИЯ'],
    ['Юлия Щербакова'],
    ['scherbakova'],
    ['Shcherbakova Yuliya'],
    ['iuliia'],
    ['федоровна'],
    ['Фёдоровна'],
    ['+7 916 123-45-67'],
    ['8 (916) 123-45-67'],
    ['89161234567'],
    ['9161234567'],
    ['123-45-67'],
    ['123 45 67'],
    ['Щербакова 8 916 123'],
    ['4567'],
  ])('finds her by %s', (question) => {
    expect(searchTermsMatch(anna, question)).toBe(true);
  });

  it.each([
    ['Соколов Пётр', 'cjrjkjd'],
    ['Соколов Пётр', 'Gtnh cjrjk'],
    ['Хохлова Эмма', "'vvf"],
    ['Хохлова Эмма', '[j[kjdf'],
    ['Orlov Peter', 'щкдщм'],
    ['Фёдоров Артём', 'Fyodorov Artyom'],
    ['Фёдоров Артём', 'Fedorov Artem'],
    ['Фёдоров Артём', 'fjodorov artjom'],
    ['Цветкова Яна', 'Cvetkova Yana'],
    ['Цветкова Яна', 'Tsvetkova Jana'],
    ['Хабарова Виктория', 'Xabarova'],
    ['Хабарова Виктория', 'Khabarova Victoria'],
    ['Васильев Юрий', 'Vasiliev Yuri'],
    ['Васильев Юрий', 'Vasilyev Jurij'],
    ['Щукина Жанна', 'Schukina Janna'],
    ['Воробьёв Илья', 'Vorobyov Ilya'],
    ['Воробьёв Илья', 'Vorobiev Ilia'],
  ])('finds %s by %s', (name, question) => {
    const [lastName = '', firstName = ''] = name.split(' ');
    expect(searchTermsMatch(searchTextOf({ lastName, firstName }), question)).toBe(true);
  });

  it.each([['щербакова анна'], ['8 916 123-45-68'], ['!!!'], ['%'], ['_']])(
    'does not find her by %s',
    (question) => {
      expect(searchTermsMatch(anna, question)).toBe(false);
    },
  );

  it.each([
    ['Дмитрий', 'Dmitry'],
    ['Дмитрий', 'Dmitriy'],
    ['Елена', 'Yelena'],
    ['Хабаров', 'Khabarov'],
    ['Цой', 'Tsoy'],
    ['Анна', 'Anna'],
    ['Алексей', 'Aleksey'],
    ['Алёна', 'Алена'],
    ['Жанна', 'Zhanna'],
    ['Наталья', 'Natalya'],
  ])('spells %s and %s alike', (one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });

  const cyrillic = fc.string({
    unit: fc.constantFrom(...'абвгдеёжзийклмнопрстуфхцчшщъыьэюяАЁЙЩ- '),
    minLength: 1,
    maxLength: 30,
  });

  it('finds every Cyrillic name by every part of one of its words', () => {
    fc.assert(
      fc.property(cyrillic, fc.nat(30), fc.nat(30), (name, start, length) => {
        const text = searchTextOf({ lastName: name, firstName: 'Я' });
        const part = name.slice(start, start + length);
        return searchTerms(part).every((term) => text.includes(term));
      }),
    );
  });

  it('asks only for letters and digits, so nothing in a question is a pattern', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        searchTerms(text).every((term) => /^[\p{L}\p{N}]+$/u.test(term)),
      ),
    );
  });
});

import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** The phones of one cell as E.164; null when some of it is no phone. Numbers without a country are Russian. */
export function readPhones(cell: string): string[] | null {
  const parts = cell
    // Whose it is, and what it is, is told by the column.
    .replace(/\([^()\d]*\)/g, ' ')
    .split(/[,;/|\n]+|\s+(?:и|или|and|or)\s+/i)
    .map((part) => part.replace(/^\s*(телефон|тел|моб|сот|дом|phone|tel|mob|cell)[.:]*/i, '').trim());
  const phones = parts.filter((part) => part !== '').map(phonesOf);
  return phones.includes(null) ? null : [...new Set(phones.flat().filter((phone) => phone !== null))];
}

/** One phone, or several with nothing but spaces between them. */
function phonesOf(text: string): string[] | null {
  const whole = phoneOf(text);
  if (whole !== null) return [whole];
  const words = text.split(/\s+/);
  // Spelled out in groups a phone has six words at most, so a cell of many is no list of phones.
  if (words.length > 24) return null;
  for (let cut = 1; cut < Math.min(words.length, 7); cut += 1) {
    const first = phoneOf(words.slice(0, cut).join(' '));
    const rest = first === null ? null : phonesOf(words.slice(cut).join(' '));
    if (first !== null && rest !== null) return [first, ...rest];
  }
  return null;
}

function phoneOf(text: string): string | null {
  if (text.length > 40 || /\p{L}/u.test(text)) return null;
  const phone = parsePhoneNumberFromString(text.replace(/^(\d{10,15})\.0+$/, '$1'), 'RU');
  return phone?.isValid() === true ? phone.number : null;
}

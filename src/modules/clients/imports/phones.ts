import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/** The phones of one cell as E.164; null when some of it is no phone. Numbers without a country are Russian. */
export function readPhones(cell: string): string[] | null {
  const parts = cell.split(/[,;/|\n]+/).map((part) => part.trim());
  const phones = parts.filter((part) => part !== '').map(phonesOf);
  return phones.includes(null) ? null : [...new Set(phones.flat().filter((phone) => phone !== null))];
}

/** One phone, or several with nothing but spaces between them. */
function phonesOf(text: string): string[] | null {
  const whole = phoneOf(text);
  if (whole !== null) return [whole];
  const words = text.split(/\s+/);
  for (let cut = 1; cut < words.length; cut += 1) {
    const first = phoneOf(words.slice(0, cut).join(' '));
    const rest = first === null ? null : phonesOf(words.slice(cut).join(' '));
    if (first !== null && rest !== null) return [first, ...rest];
  }
  return null;
}

function phoneOf(text: string): string | null {
  if (text.length > 40 || /\p{L}/u.test(text)) return null;
  const phone = parsePhoneNumberFromString(text, 'RU');
  return phone?.isValid() === true ? phone.number : null;
}

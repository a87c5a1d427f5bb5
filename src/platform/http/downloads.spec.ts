import { contentDisposition } from './downloads.js';

describe('the name of a download', () => {
  it.each([
    ['report.pdf', 'attachment; filename="report.pdf"; filename*=UTF-8\'\'report.pdf'],
    [
      'Грамота (1).pdf',
      'attachment; filename="_______ (1).pdf"; filename*=UTF-8\'\'%D0%93%D1%80%D0%B0%D0%BC%D0%BE%D1%82%D0%B0%20%281%29.pdf',
    ],
    ['a"b\\c%.png', 'attachment; filename="a_b_c_.png"; filename*=UTF-8\'\'a%22b%5Cc%25.png'],
    ['a\r\nset-cookie: x', 'attachment; filename="aset-cookie: x"; filename*=UTF-8\'\'aset-cookie%3A%20x'],
    ['', 'attachment; filename="file"; filename*=UTF-8\'\'file'],
    ['\ud800.pdf', 'attachment; filename="_.pdf"; filename*=UTF-8\'\'%EF%BF%BD.pdf'],
  ])('%j', (name, header) => expect(contentDisposition(name, 'attachment')).toBe(header));
});

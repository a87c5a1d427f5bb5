import type { KeyFigure, Letter, LetterBlock, Table } from './blocks.js';
import { changeOf } from './change.js';
import { alignOf, formatValue } from './formats.js';
import { escapeHtml } from './html.js';
import { letterText } from './letter-text.js';
import { captionOf, cellText } from './table-widths.js';

const INK = '#1f2933';
const GREY = '#5b6470';
const MOODS = { good: '#166534', bad: '#b42318', even: GREY } as const;
const FONT = "font-family:'PT Sans',Arial,Helvetica,sans-serif;";
const WIDTH = 600;
const FIGURES_A_ROW = 2;
const PRESENTATION = 'role="presentation" border="0" cellpadding="0" cellspacing="0"';

/**
 * A letter as HTML that old and new mail programs show alike (tables, styles in place, nothing from outside), and as text
 * for those who read no HTML: it says the same.
 */
export function letterPage(letter: Letter): { html: string; text: string } {
  return { html: letterHtml(letter), text: letterText(letter) };
}

function letterHtml(letter: Letter): string {
  const { language, title, preheader = '' } = letter;
  const rows = letter.blocks.map((block) => row(blockHtml(block, letter)));
  return `<!doctype html>
<html lang="${language}" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no,date=no,address=no,email=no">
<title>${escapeHtml(title)}</title>
<style>
@media (prefers-color-scheme:dark){.page{background:#111827!important}.card{background:#1f2937!important}.ink{color:#f3f4f6!important}.grey{color:#c3c9d2!important}.tint{background:#374151!important}.good{color:#86efac!important}.bad{color:#fca5a5!important}}
@media (max-width:620px){.card{width:100%!important}.pad{padding-left:16px!important;padding-right:16px!important}}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f3f4f6;">
<div style="display:none;max-height:0;overflow:hidden;mso-hide:all;">${escapeHtml(preheader)}${'&#8199;&#65279;'.repeat(40)}</div>
<table ${PRESENTATION} width="100%" class="page" style="background:#f3f4f6;"><tr><td align="center" style="padding:24px 8px;">
<table ${PRESENTATION} width="${String(WIDTH)}" class="card" style="width:${String(WIDTH)}px;max-width:100%;background:#ffffff;">
${row(`<h1 class="ink" style="margin:0;${FONT}font-size:24px;line-height:30px;color:${INK};">${escapeHtml(title)}</h1>`, 24)}
${rows.join('\n')}
<tr><td style="height:24px;line-height:24px;font-size:1px;">&nbsp;</td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
}

const row = (content: string, top = 14): string =>
  `<tr><td class="pad" style="padding:${String(top)}px 28px 0;${FONT}">${content}</td></tr>`;

function blockHtml(block: LetterBlock, letter: Letter): string {
  if ('heading' in block)
    return `<h2 class="ink" style="margin:8px 0 0;${FONT}font-size:18px;line-height:24px;color:${INK};">${escapeHtml(block.heading)}</h2>`;
  if ('paragraph' in block)
    return words(block.paragraph, 'ink', `font-size:15px;line-height:22px;color:${INK};`);
  if ('footnote' in block)
    return words(block.footnote, 'grey', `font-size:13px;line-height:18px;color:${GREY};`);
  if ('figures' in block) return figures(block.figures, letter);
  if ('table' in block) return table(block.table, letter);
  if ('cid' in block)
    return `<img src="cid:${escapeHtml(block.cid)}" alt="${escapeHtml(block.alt)}" width="544" style="display:block;width:100%;max-width:544px;height:auto;border:0;background:#ffffff;">`;
  return button(block);
}

const words = (text: string, kind: 'ink' | 'grey', style: string): string =>
  `<p class="${kind}" style="margin:0;${FONT}${style}">${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;

/** Only addresses of the web: a link that runs something is none of ours. */
function button({ link, label }: { link: string; label: string }): string {
  if (!/^https?:\/\//i.test(link)) throw new Error('a link of a letter must be http or https');
  return `<table ${PRESENTATION}><tr><td bgcolor="#0b5fa5" style="background:#0b5fa5;border-radius:4px;"><a href="${escapeHtml(link)}" style="display:inline-block;padding:11px 22px;${FONT}font-size:15px;line-height:20px;color:#ffffff;text-decoration:none;">${escapeHtml(label)}</a></td></tr></table>`;
}

function figures(all: readonly KeyFigure[], letter: Letter): string {
  const cells = all.map((figure) => {
    const change = changeOf(figure, letter);
    const said =
      change === null
        ? ''
        : `<br><span class="${change.mood === 'even' ? 'grey' : change.mood}" style="font-size:13px;line-height:18px;color:${MOODS[change.mood]};">${change.sign} ${escapeHtml(change.text)}</span>`;
    const value = escapeHtml(formatValue(figure.kind, figure.value, letter));
    return `<td width="50%" valign="top" style="padding:8px 8px 8px 12px;border-left:3px solid #0b5fa5;${FONT}"><span class="grey" style="font-size:13px;line-height:18px;color:${GREY};">${escapeHtml(figure.title)}</span><br><b class="ink" style="font-size:22px;line-height:28px;color:${INK};">${value}</b>${said}</td>`;
  });
  const rows: string[] = [];
  for (let at = 0; at < cells.length; at += FIGURES_A_ROW) {
    const pair = cells.slice(at, at + FIGURES_A_ROW);
    if (pair.length < FIGURES_A_ROW) pair.push('<td width="50%">&nbsp;</td>');
    rows.push(
      `<tr>${pair.join('')}</tr><tr><td colspan="2" style="height:8px;font-size:1px;line-height:8px;">&nbsp;</td></tr>`,
    );
  }
  return `<table ${PRESENTATION} width="100%">${rows.join('')}</table>`;
}

/** A word longer than its column would push all the others off the page; figures stay whole. */
const breaking = ({ kind, align }: Table['columns'][number]): string =>
  kind === 'text' && align === undefined ? 'word-break:break-word;' : '';

function table(spec: Table, letter: Letter): string {
  const style = (index: number, more = ''): string => {
    const column = spec.columns[index];
    const side = column?.align ?? alignOf(column?.kind ?? 'text');
    return `align="${side}" style="padding:6px 6px;${FONT}font-size:13px;line-height:17px;text-align:${side};border-bottom:1px solid #d1d5db;color:${INK};${more}"`;
  };
  const strong = 'background:#eef2f7;font-weight:bold;';
  const head = spec.columns.map(
    ({ title }, at) =>
      `<th scope="col" class="ink tint" valign="bottom" ${style(at, strong)}>${escapeHtml(title)}</th>`,
  );
  const line = (
    values: readonly (string | number | null)[],
    nothing: string | null,
    kind: string,
    more = '',
  ): string =>
    `<tr>${spec.columns
      .map((column, at) => {
        const value = values[at] ?? null;
        const text = value === null && nothing !== null ? nothing : cellText(column.kind, value, letter);
        return `<td class="${kind}" valign="top" ${style(at, more + breaking(column))}>${escapeHtml(text)}</td>`;
      })
      .join('')}</tr>`;
  const none = `<tr><td class="grey" colspan="${String(spec.columns.length)}" ${style(0)}>${escapeHtml(spec.empty ?? '—')}</td></tr>`;
  const caption = captionOf(spec, letter);
  return [
    caption === null
      ? ''
      : words(caption, 'grey', `font-size:13px;line-height:18px;color:${GREY};padding-bottom:4px;`),
    `<table width="100%" border="0" cellpadding="0" cellspacing="0" style="border-collapse:collapse;width:100%;"><thead><tr>${head.join('')}</tr></thead><tbody>`,
    spec.rows.length === 0 ? none : spec.rows.map((row) => line(row, null, 'ink')).join('\n'),
    spec.totals === undefined ? '' : line(spec.totals, '', 'ink tint', strong),
    '</tbody></table>',
  ].join('');
}

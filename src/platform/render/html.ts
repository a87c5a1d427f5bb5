import type { Block, Document, Fact, KeyFigure, Signature, Table } from './blocks.js';
import { changeOf } from './change.js';
import { chartSvg } from './chart.js';
import { escaped } from './escape.js';
import { printable } from './fonts.js';
import { alignOf, formatValue, type Manner } from './formats.js';
import { captionOf, cellText } from './table-widths.js';

/** A text of anybody's as text of a page. */
export const escapeHtml = (text: string): string => escaped(printable(text));

/** A document as one HTML page that needs nothing from outside, good on a screen and on paper. */
export function renderHtml(document: Document): string {
  const { language, title, subtitle, organisation, footer } = document;
  const parts = [
    organisation === undefined ? '' : `<p class="of">${escapeHtml(organisation)}</p>`,
    `<h1>${escapeHtml(title)}</h1>`,
    subtitle === undefined ? '' : `<p class="sub">${escapeHtml(subtitle)}</p>`,
    ...document.blocks.map((block) => htmlBlock(block, document)),
    footer === undefined ? '' : `<footer>${escapeHtml(footer)}</footer>`,
  ];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${parts.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;
}

function htmlBlock(block: Block, manner: Manner): string {
  if (block === 'page-break') return '<div class="break"></div>';
  if ('heading' in block) return `<h2>${escapeHtml(block.heading)}</h2>`;
  if ('paragraph' in block) return `<p>${lines(block.paragraph)}</p>`;
  if ('footnote' in block) return `<p class="note">${lines(block.footnote)}</p>`;
  if ('facts' in block) return facts(block.facts, manner);
  if ('figures' in block)
    return `<div class="figures">${block.figures.map((one) => figure(one, manner)).join('')}</div>`;
  if ('table' in block) return table(block.table, manner);
  if ('signatures' in block) return block.signatures.map(signature).join('');
  if ('chart' in block)
    return `<figure role="img" aria-label="${escapeHtml(block.chart.title)}">${chartSvg(block.chart, manner)}</figure>`;
  const type = block.image[0] === 0x89 ? 'png' : 'jpeg';
  const source = `data:image/${type};base64,${block.image.toString('base64')}`;
  return `<figure><img alt="${escapeHtml(block.alt)}" style="width:${String(block.width ?? 100)}%" src="${source}"></figure>`;
}

const lines = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');

function facts(all: readonly Fact[], manner: Manner): string {
  const rows = all.map(
    ({ title, kind, value }) =>
      `<dt>${escapeHtml(title)}</dt><dd>${escapeHtml(formatValue(kind ?? 'text', value, manner))}</dd>`,
  );
  return `<dl>${rows.join('')}</dl>`;
}

function figure(one: KeyFigure, manner: Manner): string {
  const change = changeOf(one, manner);
  const said =
    change === null ? '' : `<small class="${change.mood}">${change.sign} ${escapeHtml(change.text)}</small>`;
  const value = escapeHtml(formatValue(one.kind, one.value, manner));
  return `<div><span>${escapeHtml(one.title)}</span><b>${value}</b>${said}</div>`;
}

/** More of them want smaller letters, so that a screen shows the last ones too. */
const FEW_COLUMNS = 10;

function table(spec: Table, manner: Manner): string {
  const aligns = spec.columns.map(({ kind, align }) => align ?? alignOf(kind));
  const cell = (text: string, index: number, tag = 'td'): string => {
    const side = aligns[index] ?? 'left';
    return `<${tag}${tag === 'th' ? ' scope="col"' : ''}${side === 'left' ? '' : ` class="${side}"`}>${escapeHtml(text)}</${tag}>`;
  };
  const head = spec.columns.map(({ title }, index) => cell(title, index, 'th')).join('');
  const body = spec.rows.map(
    (row) =>
      `<tr>${spec.columns.map(({ kind }, index) => cell(cellText(kind, row[index] ?? null, manner), index)).join('')}</tr>`,
  );
  const none = `<tr><td colspan="${String(spec.columns.length)}" class="none">${escapeHtml(spec.empty ?? '—')}</td></tr>`;
  const totals = spec.totals?.map((value, index) =>
    cell(value === null ? '' : cellText(spec.columns[index]?.kind ?? 'text', value, manner), index),
  );
  const caption = captionOf(spec, manner);
  return [
    `<div class="${spec.columns.length > FEW_COLUMNS ? 'wide dense' : 'wide'}"><table>`,
    caption === null ? '' : `<caption>${escapeHtml(caption)}</caption>`,
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>${spec.rows.length === 0 ? none : body.join('\n')}</tbody>`,
    totals === undefined ? '' : `<tfoot><tr>${totals.join('')}</tr></tfoot>`,
    '</table></div>',
  ].join('');
}

const signature = ({ title, name }: Signature): string =>
  `<p class="sign"><span>${escapeHtml(title)}</span><i></i><span>${name === undefined ? '' : escapeHtml(`/ ${name} /`)}</span></p>`;

const STYLE = `
body{margin:0;background:#f3f4f6;color:#1f2933;font:15px/1.45 "PT Sans",system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
main{max-width:1320px;margin:0 auto;padding:28px 32px 40px;background:#fff;box-sizing:border-box;min-height:100vh}
h1{font-size:26px;line-height:1.2;margin:0}h2{font-size:18px;margin:28px 0 8px}
.of,.sub,.note,footer,caption,dt,.none{color:#5b6470}.of{margin:0 0 8px}.sub{margin:4px 0 18px}.note,footer{font-size:13px}
footer{margin-top:28px;border-top:1px solid #d1d5db;padding-top:10px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 18px;margin:8px 0}dd{margin:0}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(210px,1fr));gap:14px;margin:16px 0}
.figures div{border-left:3px solid #0b5fa5;padding:2px 0 4px 12px}.figures span,.figures small{display:block;color:#5b6470}
.figures b{display:block;font-size:24px;line-height:1.25;white-space:nowrap}
.figures small.good{color:#166534}.figures small.bad{color:#b42318}
.wide{overflow-x:auto;margin:14px 0}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
caption{text-align:left;padding-bottom:6px}th,td{padding:6px 10px;border-bottom:1px solid #e5e7eb;text-align:left;vertical-align:top}
th{background:#eef2f7;vertical-align:bottom}tfoot td{background:#eef2f7;font-weight:600;border-bottom:1px solid #9ca3af}
.dense{font-size:12px}.dense th,.dense td{padding:5px 6px}
.right{text-align:right}td.right{white-space:nowrap}.center{text-align:center}tbody tr:hover{background:#f9fafb}
figure{margin:18px 0}figure svg{max-width:100%;height:auto}.sign{display:flex;gap:12px;align-items:end}.sign i{flex:0 0 180px;border-bottom:1px solid #374151}
@media print{body{background:#fff;font-size:11px}main{padding:0;max-width:none}.break{break-after:page}thead{display:table-header-group}tr{break-inside:avoid}}
`;

import pdfmake from 'pdfmake';
import type { Document } from './blocks.js';
import { FONT_FILES, SPARE_FONT, TEXT_FONT } from './fonts.js';
import { GREY, inFonts, pdfBlock } from './pdf-blocks.js';
import { PAGE, isWide } from './table-widths.js';

const ours: readonly string[] = Object.values(FONT_FILES);
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => ours.includes(path));
const { regular, bold, spare } = FONT_FILES;
pdfmake.setFonts({
  [TEXT_FONT]: { normal: regular, bold, italics: regular, bolditalics: bold },
  [SPARE_FONT]: { normal: spare, bold: spare, italics: spare, bolditalics: spare },
});

const MARGIN = 40;

/** A document as PDF. The same document gives the same bytes. */
export async function renderPdf(document: Document): Promise<Buffer> {
  const { title, createdAt, language } = document;
  const orientation = orientationOf(document);
  const page = { manner: document, page: PAGE[orientation] };
  const made = pdfmake.createPdf({
    info: { title, creationDate: new Date(createdAt), producer: 'Kruzhok', creator: 'Kruzhok' },
    language,
    pageSize: 'A4',
    pageOrientation: orientation,
    pageMargins: [MARGIN, 46, MARGIN, 46],
    defaultStyle: { font: TEXT_FONT, fontSize: 10, lineHeight: 1.1, color: '#1f2933' },
    header: () => ({
      text: inFonts(document.organisation ?? ''),
      ...{ fontSize: 8, color: GREY, margin: [MARGIN, 22, MARGIN, 0] },
    }),
    footer: (current, count) => ({
      columns: [
        { text: inFonts(document.footer ?? ''), width: '*' },
        { text: `${String(current)} / ${String(count)}`, alignment: 'right', width: 60 },
      ],
      ...{ fontSize: 8, color: GREY, margin: [MARGIN, 14, MARGIN, 0] },
    }),
    content: [
      { text: inFonts(title), fontSize: 18, bold: true },
      ...(document.subtitle === undefined
        ? []
        : [
            {
              text: inFonts(document.subtitle),
              color: GREY,
              margin: [0, 2, 0, 6] as [number, number, number, number],
            },
          ]),
      ...document.blocks.map((block) => pdfBlock(block, page)),
    ],
    // A heading does not stay behind at the foot of a page.
    pageBreakBefore: (node, { getFollowingNodesOnPage }) =>
      node.headlineLevel === 1 && getFollowingNodesOnPage().length === 0,
  });
  return Buffer.from(await made.getBuffer());
}

function orientationOf(document: Document): 'portrait' | 'landscape' {
  if (document.orientation !== undefined) return document.orientation;
  const isCramped = document.blocks.some(
    (block) => typeof block === 'object' && 'table' in block && isWide(block.table, document),
  );
  return isCramped ? 'landscape' : 'portrait';
}

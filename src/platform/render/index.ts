export type * from './blocks.js';
export { chartPng, chartSvg } from './chart.js';
export * from './formats.js';
export { escapeHtml, renderHtml } from './html.js';
export { letterPage } from './letter.js';
export { renderPdf } from './pdf.js';

import { createHash } from 'node:crypto';
import { Resvg } from '@resvg/resvg-js';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, setPlatformAPI, use, type EChartsCoreOption } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart } from './blocks.js';
import { FONT_FILES, SPARE_FONT, TEXT_FONT, printable } from './fonts.js';
import { formatDecimal, formatValue, minorUnits, type Manner } from './formats.js';

use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

// Without a canvas a Cyrillic letter is taken to be as wide as it is high, and names are cut at half their room.
setPlatformAPI({ measureText: (text, font) => ({ width: widthOf(text) * sizeOf(font) }) });

const sizeOf = (font = ''): number => Number(/(\d+(?:\.\d+)?)px/.exec(font)?.[1] ?? 12);

/** In heights of the letters of PT Sans, a little on the safe side. */
function widthOf(text: string): number {
  let width = 0;
  for (const letter of text)
    width += /[ .,:;!'|()ijlrt\u00A0\u202F]/.test(letter)
      ? 0.34
      : /[\p{Lu}мшщжюыфwm%—…]/u.test(letter)
        ? 0.78
        : 0.57;
  return width;
}

/** Told apart in print, in grey and by those who do not tell red from green (Okabe and Ito, ordered by lightness). */
const COLOURS = ['#0b5fa5', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#6b6b6b'];
const INK = '#1f2933';
const GREY = '#6b7280';
const WIDTH = 760;
const NAME_WIDTH = 190;
/** What an upright chart keeps for its values and its edges, and the least a name needs to stand below its bars. */
const EDGES = 90;
const LEAST_NAME_WIDTH = 56;

/** A chart as SVG, for pages on a screen. */
export function chartSvg(chart: Chart, manner: Manner, width = WIDTH): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height: heightOf(chart) });
  try {
    drawing.setOption(optionOf(chart, manner, width));
    const mark = createHash('sha256')
      .update(JSON.stringify([chart, manner]))
      .digest('hex')
      .slice(0, 8);
    return atRest(drawing.renderToSVGString(), mark);
  } finally {
    drawing.dispose();
  }
}

/**
 * Without what answers a mouse. The names inside count charts since the process began: two of one page must not meet, and
 * one must not change.
 */
const atRest = (svg: string, mark: string): string =>
  svg
    .replaceAll(/<style\b[^>]*>[^]*?<\/style>/g, '')
    .replaceAll(/ (class|ecmeta_\w+)="[^"]*"/g, '')
    .replaceAll(/\bzr\d+-/g, `c${mark}-`);

/** A chart as PNG, for mail and paper; `scale` 2 is sharp on today's screens, a lesser width has larger letters. */
export function chartPng(chart: Chart, manner: Manner, scale = 2, width = WIDTH): Buffer {
  const drawn = new Resvg(chartSvg(chart, manner, width), {
    background: '#ffffff',
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: Object.values(FONT_FILES),
      defaultFontFamily: TEXT_FONT,
      sansSerifFamily: TEXT_FONT,
    },
  }).render();
  return Buffer.from(drawn.asPng());
}

/** Lying bars need a line each. */
const heightOf = ({ horizontal, kind, categories, series }: Chart): number =>
  horizontal === true
    ? 110 + categories.length * Math.max(26, kind === 'bar' ? series.length * 16 + 10 : 0)
    : 340;

function optionOf(chart: Chart, manner: Manner, width: number): EChartsCoreOption {
  const isLying = chart.horizontal === true;
  const names = categoryAxis(chart, isLying, width);
  const values = valueAxis(chart, manner);
  return {
    animation: false,
    color: COLOURS,
    textStyle: { fontFamily: `${TEXT_FONT}, ${SPARE_FONT}, sans-serif`, color: INK },
    title: { text: printable(chart.title), left: 0, top: 0, textStyle: { fontSize: 15, color: INK } },
    legend: {
      show: chart.series.length > 1,
      ...{ top: 26, left: 0, itemWidth: 14, itemHeight: 10, icon: 'rect', textStyle: { fontSize: 12 } },
    },
    grid: {
      left: 8,
      right: 24,
      top: chart.series.length > 1 ? 60 : 40,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
      // Names keep their width in a narrow picture, where a quarter of it, as is usual, would cut them.
      outerBoundsClampWidth: '42%',
    },
    xAxis: isLying ? values : names,
    yAxis: isLying ? names : values,
    series: chart.series.map((series) => seriesOf(chart, series, manner)),
  };
}

function categoryAxis({ categories, kind }: Chart, isLying: boolean, width: number): object {
  const room = Math.floor((width - EDGES) / Math.max(1, categories.length));
  return {
    type: 'category',
    data: categories.map(printable),
    // Echarts counts up from below; people read down from above.
    inverse: isLying,
    boundaryGap: kind !== 'line',
    axisTick: { show: false },
    axisLine: { lineStyle: { color: '#9ca3af' } },
    axisLabel: {
      ...{ color: INK, fontSize: 12 },
      ...namesOf(isLying, room),
    },
  };
}

/** A few names all stand, in lines below each other; of many that would run into each other some are left out. */
function namesOf(isLying: boolean, room: number): object {
  if (isLying) return { width: NAME_WIDTH, overflow: 'truncate', interval: 0 };
  return room < LEAST_NAME_WIDTH
    ? { hideOverlap: true }
    : { width: room - 6, overflow: 'break', interval: 0 };
}

/** Steps smaller than what the axis writes would write the same twice. */
const LEAST_STEP: Partial<Record<Chart['valueKind'], (manner: Manner) => number>> = {
  integer: () => 1,
  money: ({ currency }) => minorUnits(currency),
  duration: () => 6,
};

function valueAxis({ valueKind }: Chart, manner: Manner): object {
  return {
    type: 'value',
    splitLine: { lineStyle: { color: '#e5e7eb' } },
    splitNumber: 5,
    minInterval: LEAST_STEP[valueKind]?.(manner) ?? 0,
    axisLabel: { color: GREY, fontSize: 11, formatter: (value: number) => short(value, valueKind, manner) },
  };
}

function seriesOf(
  { kind, series, valueKind, horizontal }: Chart,
  one: Chart['series'][number],
  manner: Manner,
) {
  const formatter = ({ value }: { value: number | null }): string =>
    value === null ? '' : short(value, valueKind, manner);
  // Numbers at the ends of a few bars save looking for them at the axis; between many they are in the way.
  const hasLabels = series.length === 1 && kind === 'bar' && one.values.length <= 24;
  return {
    name: printable(one.name),
    type: kind === 'line' ? 'line' : 'bar',
    data: [...one.values],
    ...(kind === 'stacked' ? { stack: 'all' } : {}),
    ...(kind === 'line'
      ? { symbol: 'circle', symbolSize: 6, lineStyle: { width: 2.5 } }
      : { barMaxWidth: 36 }),
    label: {
      show: hasLabels,
      position: horizontal === true ? 'right' : 'top',
      fontSize: 11,
      color: INK,
      formatter,
    },
  };
}

/** Axes have no room for kopecks, and none for the many noughts of a good year. */
function short(value: number, kind: Chart['valueKind'], manner: Manner): string {
  if (kind === 'percent') return `${formatDecimal(value, manner.language, 1)}%`;
  if (kind === 'duration') return formatDecimal(value / 60, manner.language, 1);
  if (kind !== 'money') return formatValue(kind, value, manner);
  const whole = value / minorUnits(manner.currency);
  const [thousand, million] = manner.language === 'ru' ? [' тыс.', ' млн'] : ['k', 'M'];
  if (Math.abs(whole) >= 1_000_000)
    return `${formatDecimal(whole / 1_000_000, manner.language, 2)}${million}`;
  return Math.abs(whole) >= 10_000
    ? `${formatDecimal(whole / 1000, manner.language, 1)}${thousand}`
    : formatDecimal(whole, manner.language, 0);
}

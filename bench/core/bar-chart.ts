import { escapeXml, round, seriesClass, svgFrame, svgLine, svgText, ticks } from './chart-frame.js';
import { printNumber } from './print-result.js';
import { median, quantile } from './statistics.js';
import type { BenchGroup } from './suite.js';

const WIDTH = 760;
const LEFT = 220;
const RIGHT = 80;
const BAR = 16;

/** Draws groups of one unit as horizontal bars: medians, with a whisker from the first to the third quartile. */
export function barChart(title: string, groups: readonly BenchGroup[]): string {
  const [first] = groups;
  const rows = groups.flatMap((group) => group.rows);
  const names = [...new Set(rows.map(({ name }) => name))];
  const scaleTicks = ticks(Math.max(...rows.map(({ samples }) => quantile(samples, 0.75))));
  const top = scaleTicks.at(-1) ?? 1;
  const place = (value: number): number => LEFT + ((WIDTH - LEFT - RIGHT) * value) / top;
  const bars: string[] = [];
  let y = 44;
  for (const group of groups) {
    bars.push(svgText(16, y + 12, group.title));
    y += 20;
    for (const { name, samples } of group.rows) {
      const middle = median(samples);
      bars.push(
        svgText(LEFT - 8, y + 12, name, 'quiet', 'end'),
        `<rect x="${LEFT}" y="${y}" width="${round(place(middle) - LEFT)}" height="${BAR - 3}" class="${seriesClass(names.indexOf(name))}"><title>${escapeXml(name)}</title></rect>`,
        svgLine(
          place(quantile(samples, 0.25)),
          y + 6,
          place(quantile(samples, 0.75)),
          y + 6,
          'whisker',
        ),
        svgText(place(quantile(samples, 0.75)) + 6, y + 11, printNumber(middle)),
      );
      y += BAR + 2;
    }
    y += 8;
  }
  const grid = scaleTicks.flatMap((value) => [
    svgLine(place(value), 40, place(value), y, 'grid'),
    svgText(place(value), y + 16, printNumber(value), 'quiet', 'middle'),
  ]);
  const unit = svgText(
    LEFT,
    y + 34,
    `${first?.unit ?? ''}, ${first?.better ?? ''} is better`,
    'quiet',
  );
  return svgFrame(WIDTH, y + 44, title, [...grid, ...bars, unit]);
}

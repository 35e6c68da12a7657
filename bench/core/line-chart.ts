import { round, seriesClass, svgFrame, svgLine, svgText } from './chart-frame.js';
import { printNumber } from './print-result.js';

/** One line of a chart. */
export interface ChartLine {
  readonly name: string;
  /** In the order of `x`. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

const WIDTH = 760;
const HEIGHT = 360;
const LEFT = 70;
const RIGHT = 190;
const TOP = 44;
const BOTTOM = 50;

/** Draws lines over two logarithmic scales: a step to the right is ten times as many, a step up ten times as much. */
export function lineChart(
  title: string,
  xName: string,
  yName: string,
  lines: readonly ChartLine[],
): string {
  const points = lines.flatMap((line) => line.points);
  const [left, right] = decades(points.map(({ x }) => x));
  const [bottom, top] = decades(points.map(({ y }) => y));
  const across = (x: number): number =>
    LEFT + ((WIDTH - LEFT - RIGHT) * (Math.log10(x) - left)) / (right - left);
  const up = (y: number): number =>
    HEIGHT - BOTTOM - ((HEIGHT - BOTTOM - TOP) * (Math.log10(y) - bottom)) / (top - bottom);
  const columns = range(left, right).map((power) => [
    svgLine(across(10 ** power), TOP, across(10 ** power), HEIGHT - BOTTOM, 'grid'),
    svgText(across(10 ** power), HEIGHT - BOTTOM + 18, printCount(power), 'quiet', 'middle'),
  ]);
  const rows = range(bottom, top).map((power) => [
    svgLine(LEFT, up(10 ** power), WIDTH - RIGHT, up(10 ** power), 'grid'),
    svgText(LEFT - 8, up(10 ** power) + 4, printCount(power), 'quiet', 'end'),
  ]);
  const drawn = lines.flatMap(({ name, points: own }, index) => {
    const places = own.map(({ x, y }) => `${round(across(x))} ${round(up(y))}`);
    const last = own.at(-1);
    const end =
      last === undefined
        ? []
        : [
            svgText(
              across(last.x) + 8,
              up(last.y) + 4,
              `${name}: ${printNumber(last.y)}`,
              seriesClass(index),
            ),
          ];
    return [`<path d="M ${places.join(' L ')}" class="line ${seriesClass(index)}"/>`, ...end];
  });
  const names = [
    svgText((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, xName, 'quiet', 'middle'),
    svgText(LEFT, TOP - 6, yName, 'quiet', 'middle'),
  ];
  return svgFrame(WIDTH, HEIGHT, title, [...columns.flat(), ...rows.flat(), ...drawn, ...names]);
}

/** The powers of ten around numbers, at least one apart. */
function decades(numbers: readonly number[]): readonly [from: number, to: number] {
  const from = Math.floor(Math.log10(Math.min(...numbers)));
  return [from, Math.max(from + 1, Math.ceil(Math.log10(Math.max(...numbers))))];
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function printCount(power: number): string {
  return (10 ** power).toLocaleString('en-US');
}

import type { Host } from '../host/host.js';
import type { Cause } from '../journey/hop.js';
import type { Journey } from '../journey/journey.js';
import { placeArrows, type Arrow } from './arrows.js';
import { CAUSE_COLOURS, LOST_COLOUR, NETWORK_COLOURS } from './colour.js';
import { layOut, LETTER, type Layout } from './layout.js';
import { pictureOf, type DrawnSpot, type Picture, type Remark } from './picture.js';
import { beside, halfWay, middle, type Point } from './point.js';
import { element, textAt, type Attributes } from './svg-element.js';
import type { Step } from './way.js';

/**
 * Draws the network that a host is part of, and the way of a packet through it, as an SVG picture: namespaces as boxes, cables between their
 * devices, numbered arrows, and what the numbers stand for below.
 *
 * @param journey - what `host.journey`, `connect` or `ping` returned; the network alone when left out
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { printSvg } from 'nexthop/picture';
 * const host = Host.fromCommands('ip link set lo up');
 * printSvg(host, host.ping({ dst: '127.0.0.1' })).startsWith('<svg'); // true
 * ```
 */
export function printSvg(host: Host, journey?: Journey): string {
  const picture = pictureOf(host, journey);
  const layout = layOut(picture);
  const arrows = placeArrows(picture, layout);
  const remarks = drawRemarks(picture.remarks, layout.height + 24);
  const letters = Math.max(0, ...picture.remarks.map(({ text }) => text.length));
  const width = Math.ceil(Math.max(layout.width, letters * LETTER.width + 60));
  const height = Math.ceil(layout.height + 30 + picture.remarks.length * LETTER.line);
  const parts = [
    element('rect', { width, height, fill: '#ffffff' }),
    ...drawBoxes(picture, layout),
    ...drawLines(picture, layout),
    ...arrows.map(drawArrow),
    ...picture.boxes.flatMap(({ spots }) => spots.map((spot) => drawSpot(spot, layout))),
    ...arrows.map(drawNumber),
    ...remarks,
  ];
  const frame: Attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'font-family': "'DejaVu Sans Mono', Menlo, Consolas, monospace",
    'font-size': 12,
  };
  return `${element(
    'svg',
    frame,
    `\n${parts
      .filter((part) => part !== '')
      .map((part) => `${part}\n`)
      .join('')}`,
  )}\n`;
}

function drawBoxes({ boxes }: Picture, layout: Layout): readonly string[] {
  return boxes.flatMap(({ title }, index) => {
    const box = layout.boxes[index];
    if (box === undefined) return [];
    const look = { rx: 8, fill: NETWORK_COLOURS.box, stroke: NETWORK_COLOURS.line };
    const bold = { fill: NETWORK_COLOURS.text, 'font-weight': 'bold', 'font-size': 13 };
    return [element('rect', { ...box, ...look }), textAt(box.x + 14, box.y + 19, title, bold)];
  });
}

function drawLines({ lines }: Picture, layout: Layout): readonly string[] {
  return lines.flatMap(({ ends: [a, b], cable }, index) => {
    const [from, to] = [layout.spots.get(a), layout.spots.get(b)];
    if (from === undefined || to === undefined) return [];
    const points = [middle(from), ...(layout.lines[index]?.slice(1, -1) ?? []), middle(to)];
    return [
      element('polyline', {
        points: printPoints(points),
        fill: 'none',
        stroke: NETWORK_COLOURS.line,
        'stroke-width': cable ? 4 : 1,
        ...(cable ? { 'stroke-opacity': 0.5 } : { 'stroke-dasharray': '4 3' }),
      }),
    ];
  });
}

function drawSpot({ id, kind, title, words, up, ends }: DrawnSpot, layout: Layout): string {
  const place = layout.spots.get(id);
  if (place === undefined) return '';
  const lost = ends.some(({ good }) => !good);
  const frame = element('rect', {
    ...place,
    rx: kind === 'stack' ? 14 : 3,
    fill: NETWORK_COLOURS[kind],
    stroke: lost ? LOST_COLOUR : NETWORK_COLOURS.quiet,
    ...(up ? {} : { 'stroke-dasharray': '4 3' }),
  });
  const { text, quiet } = NETWORK_COLOURS;
  const lines = [
    { line: title, look: { fill: up ? text : quiet, 'font-weight': 'bold' } },
    ...words.map((line) => ({ line, look: { fill: quiet } })),
    ...ends.map(({ text: line, good }) => ({
      line,
      look: { fill: good ? CAUSE_COLOURS.reply : LOST_COLOUR, 'font-weight': 'bold' },
    })),
  ];
  const centre = { 'text-anchor': 'middle' };
  const texts = lines.map(({ line, look }, index) =>
    textAt(middle(place).x, place.y + 18 + index * LETTER.line, line, { ...look, ...centre }),
  );
  return [frame, ...texts].join('\n');
}

function colourOf(cause: Cause, steps: readonly Step[]): string {
  return steps.some(({ end }) => end === 'dropped') ? LOST_COLOUR : CAUSE_COLOURS[cause];
}

/** A line that ends in an arrow's head. */
function drawArrow({ points, cause, steps }: Arrow): string {
  const [before, tip] = points.slice(-2);
  if (before === undefined || tip === undefined) return '';
  const stroke = colourOf(cause, steps);
  const shaft = element('polyline', {
    points: printPoints(points),
    fill: 'none',
    stroke,
    'stroke-width': 1.8,
  });
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1;
  const back = {
    x: tip.x - ((tip.x - before.x) / length) * 9,
    y: tip.y - ((tip.y - before.y) / length) * 9,
  };
  const [left, right] = [beside([back, tip], -4.5)[0] ?? back, beside([back, tip], 4.5)[0] ?? back];
  return `${shaft}\n${element('polygon', { points: printPoints([left, tip, right]), fill: stroke })}`;
}

/** The number of the step that ends with an arrow; of the first one of several, and a sign that there are more. */
function drawNumber({ points, cause, steps }: Arrow): string {
  const at = halfWay(points);
  const [first, second] = steps;
  if (at === undefined || first === undefined) return '';
  const text = `${first.number}${second === undefined ? '' : '+'}`;
  const width = Math.max(15, text.length * 6.1 + 6);
  const place = { x: at.x - width / 2, y: at.y - 7.5, width, height: 15, rx: 7.5 };
  const look = { fill: '#ffffff', 'font-size': 10, 'font-weight': 'bold', 'text-anchor': 'middle' };
  return [
    element('rect', { ...place, fill: colourOf(cause, steps) }),
    textAt(at.x, at.y + 3.5, text, look),
  ].join('\n');
}

function drawRemarks(remarks: readonly Remark[], top: number): readonly string[] {
  return remarks.map(({ text, cause }, index) => {
    const fill = cause === undefined ? NETWORK_COLOURS.text : CAUSE_COLOURS[cause];
    return textAt(30, top + index * LETTER.line, text, { fill, 'xml:space': 'preserve' });
  });
}

function printPoints(points: readonly Point[]): string {
  return points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
}

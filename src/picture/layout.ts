import { Graph, layout } from '@dagrejs/dagre';
import type { Box, DrawnSpot, Picture } from './picture.js';
import type { Point, Rectangle } from './point.js';

/** Where everything of a picture lies. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** By the id of the spot. */
  readonly spots: ReadonlyMap<string, Rectangle>;
  /** In the order of the picture's boxes. */
  readonly boxes: readonly Rectangle[];
  /** In the order of the picture's lines, from the first end to the second. */
  readonly lines: readonly (readonly Point[])[];
}

/** The size of a letter of the drawings' font, and the distance of its lines. */
export const LETTER = { width: 7.3, line: 15 } as const;

/** Room around what a box holds; above it is its title. */
const PADDING = { side: 14, top: 30, bottom: 14 } as const;

/** Room around the whole, and for what boxes have around what they hold. */
const MARGINS = { marginx: 30, marginy: 40 } as const;

/** What is used of the library's graph, whose own declarations don't resolve as those of a module of this kind. */
interface LayoutGraph {
  readonly setGraph: (label: Readonly<Record<string, number | string>>) => void;
  readonly setNode: (id: string, label: { width?: number; height?: number }) => void;
  readonly setParent: (id: string, parent: string) => void;
  readonly setEdge: (from: string, to: string, label: object, name: string) => void;
  /** With its middle. */
  readonly node: (id: string) => Rectangle;
  readonly edge: (from: string, to: string, name: string) => { readonly points: readonly Point[] };
}

/** Lays a picture out from left to right. */
export function layOut({ boxes, lines }: Picture): Layout {
  const graph: LayoutGraph = new Graph({ directed: true, compound: true, multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 46, edgesep: 16, ranksep: 64, ...MARGINS });
  boxes.forEach(({ spots }, index) => {
    graph.setNode(boxName(index), {});
    for (const spot of spots) {
      graph.setNode(spot.id, sizeOf(spot));
      graph.setParent(spot.id, boxName(index));
    }
  });
  lines.forEach(({ ends: [from, to] }, index) => {
    graph.setEdge(from, to, {}, `line ${index}`);
  });
  layout(graph);
  return readLayout(graph, boxes, lines);
}

const boxName = (index: number): string => `box ${index}`;

function sizeOf({ title, words, ends }: DrawnSpot): { width: number; height: number } {
  const texts = [title, ...words, ...ends.map(({ text }) => text)];
  const letters = Math.max(...texts.map(({ length }) => length), 4);
  return { width: letters * LETTER.width + 16, height: texts.length * LETTER.line + 14 };
}

function readLayout(graph: LayoutGraph, boxes: readonly Box[], lines: Picture['lines']): Layout {
  const spots = new Map(
    boxes.flatMap(({ spots: own }) => own).map(({ id }) => [id, rectangleOf(graph.node(id))]),
  );
  const framed = boxes.map((box) => frameAround(box, spots));
  return {
    spots,
    boxes: framed,
    lines: lines.map(({ ends: [from, to] }, index) => graph.edge(from, to, `line ${index}`).points),
    width: Math.max(0, ...framed.map(({ x, width }) => x + width)) + MARGINS.marginx,
    height: Math.max(0, ...framed.map(({ y, height }) => y + height)),
  };
}

function rectangleOf({ x, y, width, height }: Rectangle): Rectangle {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** A frame around what a box holds, wide enough for its title. */
function frameAround({ title, spots: own }: Box, spots: ReadonlyMap<string, Rectangle>): Rectangle {
  const held = own.flatMap(({ id }) => spots.get(id) ?? []);
  const left = Math.min(...held.map(({ x }) => x)) - PADDING.side;
  const top = Math.min(...held.map(({ y }) => y)) - PADDING.top;
  const right = Math.max(...held.map(({ x, width }) => x + width)) + PADDING.side;
  const bottom = Math.max(...held.map(({ y, height }) => y + height)) + PADDING.bottom;
  const width = Math.max(right - left, title.length * LETTER.width + 2 * PADDING.side);
  return { x: left, y: top, width, height: bottom - top };
}

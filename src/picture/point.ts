/** A point of a drawing, in pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An upright rectangle, by its upper left corner. */
export interface Rectangle extends Point {
  readonly width: number;
  readonly height: number;
}

/** The middle of a rectangle. */
export function middle({ x, y, width, height }: Rectangle): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** The point half way along some points. */
export function halfWay(points: readonly Point[]): Point | undefined {
  const parts = points.slice(1).map((to, index) => ({ from: points[index] ?? to, to }));
  const lengths = parts.map(({ from, to }) => Math.hypot(to.x - from.x, to.y - from.y));
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  for (const [index, { from, to }] of parts.entries()) {
    const length = lengths[index] ?? 0;
    if (left <= length && length > 0) {
      const part = left / length;
      return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
    }
    left -= length;
  }
  return points[0];
}

/** A way along points, moved sideways: to the right of who goes along it, as a whole. */
export function beside(points: readonly Point[], distance: number): readonly Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return points;
  const length = Math.hypot(last.x - first.x, last.y - first.y) || 1;
  const dx = (-(last.y - first.y) / length) * distance;
  const dy = ((last.x - first.x) / length) * distance;
  return points.map(({ x, y }) => ({ x: x + dx, y: y + dy }));
}

/** The part of a way outside of the rectangles at its ends. */
export function between(
  points: readonly Point[],
  from: Rectangle,
  to: Rectangle,
): readonly Point[] {
  const begun = cutStart(points, from);
  return cutStart(begun.toReversed(), to).toReversed();
}

/** A way without what of it lies in a rectangle at its start. */
function cutStart(points: readonly Point[], rectangle: Rectangle): readonly Point[] {
  const out = points.findIndex((point) => !contains(rectangle, point));
  const [inside, outside] = [points[out - 1], points[out]];
  if (inside === undefined || outside === undefined) return points;
  return [edgePoint(inside, outside, rectangle), ...points.slice(out)];
}

function contains({ x, y, width, height }: Rectangle, point: Point): boolean {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

/** Where the line from a point within a rectangle to one outside crosses its edge. */
function edgePoint(inside: Point, outside: Point, { x, y, width, height }: Rectangle): Point {
  const [dx, dy] = [outside.x - inside.x, outside.y - inside.y];
  const toX = dx === 0 ? Infinity : ((dx > 0 ? x + width : x) - inside.x) / dx;
  const toY = dy === 0 ? Infinity : ((dy > 0 ? y + height : y) - inside.y) / dy;
  const part = Math.min(toX, toY);
  return { x: inside.x + dx * part, y: inside.y + dy * part };
}

import { stripVTControlCharacters } from 'node:util';
import type { FlowGroup } from '../../replay/flow-group.js';
import type { Paint } from '../../trace/paint.js';
import { visibleData } from '../../visible-text.js';

const HEADINGS = ['packets', 'bytes', '%', 'outcome', 'device', 'gateway', 'table', 'rule'];
/** Numbers stand to the right. */
const RIGHT = 3;

/** Prints groups as a table, one line each; their shares are of all their packets. */
export function printGroups(groups: readonly FlowGroup[], paint: Paint): string {
  const total = groups.reduce((sum, { packets }) => sum + packets, 0);
  const rows = visibleData(groups).map((group) => [
    String(group.packets),
    String(group.bytes),
    ((group.packets / total) * 100).toFixed(1),
    printEnd(group, paint),
    group.dev ?? '-',
    group.gateway ?? '-',
    group.table ?? '-',
    String(group.rule ?? '-'),
  ]);
  const lines = [HEADINGS.map((heading) => paint('heading', heading)), ...rows];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...lines.map((cells) => widthOf(cells[column] ?? ''))),
  );
  return lines.map((cells) => printLine(cells, widths)).join('');
}

function printEnd({ kind, at, errno }: FlowGroup, paint: Paint): string {
  const style = kind === 'transmit' || kind === 'deliver' ? 'good' : 'bad';
  const where = at === null ? '' : ` at ${at}`;
  return paint(style, kind) + where + (errno === null ? '' : ` (${errno})`);
}

function printLine(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, column) => {
    const blank = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
    return column < RIGHT ? blank + cell : cell + blank;
  });
  return `${padded.join('  ').trimEnd()}\n`;
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length;
}

import type { Host } from '../host/host.js';
import type { Journey } from '../journey/journey.js';
import { CAUSE_COLOURS, LOST_COLOUR, NETWORK_COLOURS } from './colour.js';
import { pictureOf, type Box, type DrawnSpot } from './picture.js';
import type { Step } from './way.js';

/**
 * Draws the network that a host is part of, and the way of a packet through it, in the language of Graphviz. `dot` lays it out.
 *
 * @param journey - what `host.journey`, `connect` or `ping` returned; the network alone when left out
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { printDot } from 'nexthop/picture';
 * const host = Host.fromCommands('ip netns add server');
 * printDot(host).includes('label="server"'); // true
 * ```
 */
export function printDot(host: Host, journey?: Journey): string {
  const { boxes, lines, steps, remarks } = pictureOf(host, journey);
  const names = new Map(
    boxes.flatMap(({ spots }) => spots).map(({ id }, index) => [id, `n${index}`]),
  );
  const nameOf = (id: string): string => names.get(id) ?? quoted(id);
  const body = [
    'rankdir=LR;',
    `node [shape=box, style="filled,rounded", fillcolor=${quoted(NETWORK_COLOURS.device)}, fontname=monospace, fontsize=11];`,
    'edge [fontname=monospace, fontsize=11];',
    'graph [fontname=monospace, fontsize=11, labeljust=l, labelloc=b];',
    ...(remarks.length === 0
      ? []
      : [`label="${remarks.map(({ text }) => `${escaped(text)}\\l`).join('')}";`]),
    ...boxes.flatMap((box, index) => printBox(box, index, nameOf)),
    ...lines.map(
      ({ ends: [a, b], cable }) =>
        `${nameOf(a)} -> ${nameOf(b)} [dir=none, color=${quoted(NETWORK_COLOURS.line)}${cable ? ', penwidth=3' : ', style=dashed'}];`,
    ),
    ...steps.flatMap((step) => printStep(step, nameOf)),
  ];
  return `digraph network {\n${body.map((line) => `  ${line}\n`).join('')}}\n`;
}

function printBox(
  { title, spots }: Box,
  index: number,
  nameOf: (id: string) => string,
): readonly string[] {
  return [
    `subgraph cluster_${index} {`,
    `  label=${quoted(title)};`,
    '  labelloc=t;',
    `  style="filled,rounded";`,
    `  color=${quoted(NETWORK_COLOURS.line)};`,
    `  fillcolor=${quoted(NETWORK_COLOURS.box)};`,
    ...spots.map((spot) => `  ${nameOf(spot.id)} [${printSpot(spot)}];`),
    '}',
  ];
}

function printSpot({ kind, title, words, up, ends }: DrawnSpot): string {
  const label = [title, ...words, ...ends.map(({ text }) => text)].map(escaped).join('\\n');
  return [
    `label="${label}"`,
    ...(kind === 'stack' ? [`fillcolor=${quoted(NETWORK_COLOURS.stack)}`] : []),
    ...(up ? [] : ['style="filled,rounded,dashed"', `fontcolor=${quoted(NETWORK_COLOURS.quiet)}`]),
    ...(ends.some(({ good }) => !good) ? [`color=${quoted(LOST_COLOUR)}`] : []),
  ].join(', ');
}

/** An arrow for each part of the way; the last one has the number. */
function printStep(
  { number, hop, path, end }: Step,
  nameOf: (id: string) => string,
): readonly string[] {
  return path.slice(1).map((to, index) => {
    const last = index === path.length - 2;
    const lost = last && end === 'dropped';
    const colour = quoted(lost ? LOST_COLOUR : CAUSE_COLOURS[hop.cause]);
    const look = [
      `color=${colour}`,
      `fontcolor=${colour}`,
      'constraint=false',
      ...(last ? [`label="${number}"`] : []),
      ...(lost ? ['arrowhead=tee'] : []),
    ];
    return `${nameOf(path[index] ?? to)} -> ${nameOf(to)} [${look.join(', ')}];`;
  });
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** A text within the quotes of the language. A backslash would begin an escape. Source: graphviz.org, "The DOT Language", "escString". */
function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

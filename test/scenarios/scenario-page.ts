import type { Answer } from '../kernel/recording.js';
import { compareFields } from '../kernel/difference.js';
import { printQuestion, type Question } from '../kernel/question.js';
import type { Observation, Seen } from '../kernel/world.js';
import { KINDS } from './fault-kinds.js';
import { readVariantRecording } from './variant-recording.js';
import { readAbout } from './about.js';
import { foldersOf, readVariants, type Variant } from './variant.js';

const SCENARIOS = new URL('./', import.meta.url);
const LINK = '../test/scenarios';

/** docs/scenarios.md, made of the folder of scenarios. */
export function printScenarioPage(): string {
  const variants = readVariants();
  const names = foldersOf(SCENARIOS);
  const sections = names.map((name) => printScenario(name, variants));
  return [INTRODUCTION, printKinds(variants), ...sections].join('\n\n');
}

const INTRODUCTION = `# Real set-ups, and how they break

Each scenario is a set-up that people run: a script, packets, and what the kernel did with them. Each has _broken variants_: the same
script with one fault planted in it, and packets whose fate shows it. All answers below are the kernel's, recorded; the simulator gives the same
(see [testing.md](testing.md)).

A variant lies in \`test/scenarios/SCENARIO/broken/FAULT/\`. \`fault.json\` has the edits that break \`setup.sh\`, the line at fault, and what a user
should be told; \`packets.jsonl\` is what is asked of both hosts; \`expected.jsonl\` is what the kernel answered without and with the fault.

This page is made of that folder: \`npx vitest run test/scenarios -u\` writes it anew.`;

function printKinds(variants: readonly Variant[]): string {
  const items = Object.entries(KINDS).map(([kind, meaning]) => {
    const links = variants.filter((variant) => variant.kind === kind).map(linkTo);
    return `- \`${kind}\`, ${meaning}: ${links.join(', ')}`;
  });
  return ['## Kinds of fault', '', ...items].join('\n');
}

/** A link to the variant's section of the page. */
function linkTo(variant: Variant): string {
  const anchor = headingOf(variant).replaceAll(':', '').replaceAll(' ', '-');
  return `[${headingOf(variant)}](#${anchor})`;
}

function headingOf({ name }: Variant): string {
  return name.replace('/', ': ').replaceAll('-', ' ');
}

function printScenario(name: string, variants: readonly Variant[]): string {
  const about = readAbout(name);
  const broken = variants.filter((variant) => variant.name.startsWith(`${name}/`));
  return [
    `## ${about.title}`,
    `[\`${name}\`](${LINK}/${name}/setup.sh). ${about.learn}`,
    ...broken.map(printVariant),
  ].join('\n\n');
}

function printVariant(variant: Variant): string {
  const { answers } = readVariantRecording(variant);
  const rows = variant.questions.flatMap((question, at) => {
    const pair = answers[at];
    if (pair === undefined || question.kind === 'listen') return [];
    const differs = compareFields(pair.sound, pair.broken).length > 0;
    const broken = differs ? printAnswer(pair.broken) : 'the same';
    return [`| ${printAsked(question)} | ${printAnswer(pair.sound)} | ${broken} |`];
  });
  const shell = variant.edits.flatMap(({ line, with: lines }) => [
    ...(lines.includes(line) ? [] : [`-${line}`]),
    ...lines.filter((text) => text !== line).map((text) => `+${text}`),
  ]);
  return [
    `### ${headingOf(variant)}`,
    variant.fault,
    ['```diff', ...shell, '```'].join('\n'),
    ['| packet | as it should be | with the fault |', '| --- | --- | --- |', ...rows].join('\n'),
    `_Line ${variant.lineNumber}_: \`${variant.at}\`\n\n> ${variant.advice}`,
  ].join('\n\n');
}

function printAsked(question: Question): string {
  if (question.kind !== 'packet')
    return `\`${question.kind === 'run' ? question.run : printQuestion(question)}\``;
  const { note, iif, src, dst, protocol, sport, dport, mark, oif, uid, tos, tcpFlags } =
    question.packet;
  const words = [
    `${protocol ?? 'udp'}`,
    ...(src === undefined ? [] : [`from ${withPort(src, sport)}`]),
    `to ${withPort(dst, dport)}`,
    ...(iif === undefined ? [] : [`in ${iif}`]),
    ...(oif === undefined ? [] : [`oif ${oif}`]),
    ...(mark === undefined ? [] : [`mark ${hex(mark)}`]),
    ...(tos === undefined ? [] : [`tos ${hex(tos)}`]),
    ...(uid === undefined ? [] : [`uid ${uid}`]),
    ...(tcpFlags === undefined ? [] : [`flags ${tcpFlags}`]),
  ];
  return `\`${words.join(' ')}\`${note === undefined ? '' : ` (${note})`}`;
}

function withPort(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

function printAnswer(answer: Answer): string {
  if (answer.kind === 'listen') return 'listens';
  if (answer.kind === 'run')
    return answer.ran.exit === 0 ? 'done' : `fails: ${answer.ran.stderr.trim()}`;
  return printObservation(answer.observed);
}

function printObservation({
  error,
  out = [],
  in: delivered = [],
  replies = [],
}: Observation): string {
  const left = out.find(({ dev }) => dev !== 'lo');
  const [arrived] = delivered;
  const errors = replies.flatMap(({ icmpType, icmpCode }) =>
    icmpType === undefined ? [] : [`ICMP ${icmpType}/${icmpCode}`],
  );
  const fate =
    error ??
    (left && printLeft(left)) ??
    (arrived && `delivered on ${arrived.dev}${printMark(arrived)}`) ??
    'dropped';
  return [fate, ...(left === undefined && arrived === undefined ? errors : [])].join(', ');
}

function printLeft(seen: Seen): string {
  const via = seen.nexthop === undefined || seen.nexthop === seen.dst ? '' : ` via ${seen.nexthop}`;
  return `leaves by ${seen.dev}${via}, source ${seen.src}${printMark(seen)}`;
}

function printMark({ mark }: Seen): string {
  return mark === 0 ? '' : `, mark ${hex(mark)}`;
}

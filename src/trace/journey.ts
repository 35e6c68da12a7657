import { assertNever } from '../assert-never.js';
import { errno } from '../errno.js';
import { verdictOf, type AttemptEnd } from '../journey/attempt.js';
import type { Hop, HopHeader } from '../journey/hop.js';
import type { Journey } from '../journey/journey.js';
import type { SenderFate } from '../journey/sender.js';
import { visibleData } from '../visible-text.js';
import { icmpWords } from './icmp-words.js';
import type { Paint } from './paint.js';

/** One line about a journey. */
export interface JourneyLine {
  readonly text: string;
  /** Place of the hop that it is about in the journey; undefined for a line about a packet, or about the whole. */
  readonly hop?: number;
  /** The packet that begins here; undefined for any other line. */
  readonly begins?: number;
  /** The packet that goes on here, after something happened to others; undefined for any other line. */
  readonly resumes?: number;
}

/** A journey in words: a line for each thing that happened, and what the sender learns as the last one. */
export function journeyLines(journey: Journey, paint: Paint): readonly JourneyLine[] {
  const { journey: hops, sender, cut } = visibleData(journey);
  const lines = hops.flatMap((hop, place): readonly JourneyLine[] => {
    return [...headOf(hops, hop, place, paint), { text: printHop(hop, paint), hop: place }];
  });
  const more = cut === true ? [paint('bad', 'not followed any further: it goes on and on')] : [];
  const end = printSender({ journey: hops, sender }, paint);
  return [...lines, ...[...more, end].map((text) => ({ text }))];
}

/** The line above a hop that is of another packet than the one before it. */
function headOf(hops: readonly Hop[], hop: Hop, place: number, paint: Paint): JourneyLine[] {
  const { packet } = hop;
  if (hops.findIndex((other) => other.packet === packet) === place) {
    return [{ text: printPacket(hop, paint), begins: packet }];
  }
  if (hops[place - 1]?.packet === packet) return [];
  return [{ text: paint('heading', `#${packet} goes on`), resumes: packet }];
}

/** Prints a journey for a person. Ends with a line end. */
export function printJourney(journey: Journey, paint: Paint): string {
  const lines = journeyLines(journey, paint).map(({ text, hop }) =>
    hop === undefined ? text : `  ${text}`,
  );
  return [paint('heading', 'journey'), ...lines].map((line) => `${line}\n`).join('');
}

/** The packet that begins with a hop. */
function printPacket(hop: Hop, paint: Paint): string {
  const what = hop.kind === 'drop' ? '' : `  ${printHeader(hop)}`;
  return `${paint('heading', `#${hop.packet} ${CAUSES[hop.cause]}`)}${what}`;
}

const CAUSES = {
  sent: 'sent',
  reply: 'reply',
  'icmp-error': 'ICMP error',
  copy: 'copy for the sender',
  tunnel: 'tunnel',
} as const satisfies Record<Hop['cause'], string>;

function printHop(hop: Hop, paint: Paint): string {
  const at = paint('heading', hop.ns ?? 'here');
  const from = hop.iif === null ? '' : `${hop.iif} `;
  switch (hop.kind) {
    case 'transmit': {
      const next = hop.gateway === null ? 'on the link' : `via ${hop.gateway}`;
      const lost = hop.at === undefined ? '' : `, ${paint('bad', 'dropped')} at ${hop.at}`;
      return `${at}: ${from}→ ${hop.dev} ${next}${lost}  ${paint('quiet', printHeader(hop))}`;
    }
    case 'bridge': {
      const by = hop.entry === undefined ? '' : ` by its ${hop.entry} entry of bridge fdb`;
      return `${at}: ${from}→ port ${hop.dev}${by}  ${paint('quiet', printHeader(hop))}`;
    }
    case 'deliver':
      return `${at}: ${paint('good', 'delivered')} on ${hop.dev}  ${paint('quiet', printHeader(hop))}`;
    case 'drop': {
      const came = hop.iif === null ? '' : `, came by ${hop.iif}`;
      return `${at}: ${paint('bad', 'dropped')} at ${hop.at}${came}`;
    }
    default:
      return assertNever(hop);
  }
}

function printHeader(header: HopHeader): string {
  const { src, dst, protocol, sport, dport, tcpFlags, icmpType, icmpCode, ttl, tos, mark } = header;
  const kind = tcpFlags ?? (icmpType === undefined ? undefined : `${icmpType}/${icmpCode}`);
  return [
    String(protocol),
    ...(kind === undefined ? [] : [kind]),
    `${printAddressPort(src, sport)} > ${printAddressPort(dst, dport)}`,
    `ttl ${ttl}`,
    ...(tos === 0 ? [] : [`tos 0x${tos.toString(16)}`]),
    ...(mark === 0 ? [] : [`mark 0x${mark.toString(16)}`]),
  ].join(' ');
}

function printAddressPort(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function printSender(journey: Journey, paint: Paint): string {
  const { result, end } = verdictOf(journey);
  const where = end === null ? '' : `: ${printEnd(end, journey.journey)}`;
  switch (result) {
    case 'established':
      return paint('good', '→ established');
    case 'answered':
      return paint('good', '→ answered');
    case 'timed-out':
      return `${paint('bad', '✗ no answer')}${where}`;
    case 'refused':
    case 'failed':
      return `${paint('bad', `✗ ${result}`)}${printError(journey.sender)}${where}`;
    default:
      return assertNever(result);
  }
}

function printError({ errno: name, icmp }: SenderFate): string {
  const failed = name === undefined ? '' : ` with ${name} (${errno(name).words})`;
  const learned = icmp === undefined ? '' : `, by ${icmpWords(icmp, icmp.from)} of ${icmp.from}`;
  return `${failed}${learned}`;
}

/** Where an attempt ended, and of which of its packets that is the end. */
function printEnd({ packet, ns, how, at }: AttemptEnd, hops: readonly Hop[]): string {
  const cause = hops.find((hop) => hop.packet === packet)?.cause ?? 'sent';
  const what = packet === 0 ? 'the packet' : `${CAUSES[cause]} #${packet}`;
  const place = ns === null ? '' : ` in ${ns}`;
  switch (how) {
    case 'dropped':
      return `${what} was dropped${place} at ${at}`;
    case 'unheard':
      return `${what} was delivered${place}, and no socket takes it`;
    case 'unanswered':
      return `${what} was delivered${place}, and nothing was sent back`;
    case 'left':
      return `${what} left${place} by ${at}, and nothing behind it is simulated`;
    default:
      return assertNever(how);
  }
}

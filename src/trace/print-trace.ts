import { assertNever } from '../assert-never.js';
import type { ExplainedLeg } from '../host/explain-journey.js';
import type { Explanation } from '../host/explanation.js';
import type { Outcome } from '../host/outcome.js';
import type { CheckName } from '../program/note.js';
import { printChanges, printHook } from './hook-rows.js';
import { printFate } from './fate.js';
import { incompleteLines } from './incomplete-line.js';
import { printLookup } from './lookup-rows.js';
import { printPointer, type RowStyle, type TraceStyle } from './row.js';
import { findDecidingStep } from './deciding-step.js';
import { groupStages, withoutCopy, type LookupStage, type Stage } from './stage.js';
import { visibleData } from '../visible-text.js';

/** What a check of the path that a packet fails means for the packet or the host. */
const FAILED_CHECKS: Readonly<Record<CheckName, string>> = {
  bind: 'the socket can not be bound to its source: no address of this host',
  'bind-scope': 'the socket can not be bound to its source: such an address needs a device',
  'bind-group': 'a TCP socket can not be bound to a group',
  'connect-group': 'a TCP socket can not connect to a broadcast or a group',
  'connect-scope': 'a TCP socket can not connect to a link-local address without a device',
  'own-source': 'the source is no address of this host',
  source: 'there is no address to be the source',
  'loopback-source': 'a loopback address can not be the source of what leaves by this device',
  'source-address': 'the source address can not be where the packet comes from',
  'destination-address': 'the destination address can not be reached this way',
  group: 'nobody here has joined the group',
  rp_filter: 'rp_filter: the way back to the source does not lead out where the packet came in',
  disable_ipv6: 'IPv6 is switched off on the device of arrival',
  'dead-end': 'the route leads over lo, and lo leads nowhere',
  forwarding: 'forwarding is off on the device of arrival',
  ttl: 'the TTL is used up',
  taken: 'a local socket was given the packet, which would be forwarded',
  'group-frame': 'the packet came in a frame for many hosts, and would be forwarded',
  masquerade: 'the connection was masqueraded for another device',
  'translated-redirect': 'NAT translates the connection that the redirect is about',
  clash: 'the answers of the connection would be those of another one',
  checksum: 'a rule has written what the checksum covers, and not the checksum',
  device: 'the device is down or without carrier',
  'allowed-ips': 'no peer of the WireGuard device has the address among its AllowedIPs',
  endpoint: 'the peer of the WireGuard device has no endpoint',
};

type Framed = Pick<ExplainedLeg, 'bridge'>;

/**
 * Prints an explanation for a person: a heading for each stage with its steps below, and the fate as the last line; above them what the
 * host lacks, if something. Ends with a line end. Control characters of names and comments are escaped.
 */
export function printTrace(explanation: Explanation & Framed, style: TraceStyle): string {
  const { steps, outcome, bridge } = visibleData(explanation);
  const stages = groupStages(steps);
  const shown = style.all ? stages : stages.filter((_, place) => !isQuiet(stages, place, outcome));
  const { aspect, paint } = style;
  const deciding =
    aspect === undefined ? undefined : findDecidingStep(withoutCopy(shown), outcome, aspect);
  const above = incompleteLines(outcome.missing, paint);
  const lines = shown.flatMap((stage) => printStage(stage, outcome, { ...style, deciding }));
  const marked = aspect !== undefined && deciding === undefined;
  const fate = `${marked ? printPointer(true) : ''}${printFate(outcome, paint, bridge)}`;
  return [...above, ...lines, fate].map((line) => `${line}\n`).join('');
}

function printStage(stage: Stage, outcome: Outcome, style: RowStyle): string[] {
  const { paint, all, deciding } = style;
  switch (stage.kind) {
    case 'lookup': {
      const heading = paint('heading', `route lookup (${stage.purpose})`);
      const rows = printLookup(stage, style);
      return [`${heading}  ${paint('quiet', stage.key)}`, ...rows];
    }
    case 'direct':
      return [paint('heading', 'route without a lookup'), ...printLookup(stage, style)];
    case 'hook': {
      const rows = printHook(stage, outcome.at, style);
      const heading = paint('heading', `${stage.table} ${stage.chain}`);
      return rows.length === 0 && !all ? [] : [heading, ...rows];
    }
    case 'reroute': {
      if (!stage.needed)
        return [paint('quiet', 'not routed again: nothing that matters has changed')];
      return [`${paint('heading', 'routed again')}  ${printChanges(stage.changes, paint)}`];
    }
    case 'translation': {
      const changes = printChanges(stage.changes, paint);
      return [`${paint('heading', 'translated as its connection is')}  ${changes}`];
    }
    case 'check': {
      if (stage.passed) return [paint('quiet', `${stage.what}: passed`)];
      const pointer = stage === deciding ? printPointer(true) : '';
      return [`${pointer}${paint('bad', '✗')} ${FAILED_CHECKS[stage.what]}`];
    }
    case 'bridge':
      return [paint('heading', `in through bridge ${stage.bridge}`)];
    case 'loopback':
      return [paint('heading', `back in through ${stage.dev}`)];
    case 'copy':
      return [paint('heading', 'a copy for the sender')];
    case 'copy-end':
      return [paint(stage.fate === 'delivered' ? 'good' : 'bad', `the copy is ${stage.fate}`)];
    default:
      return assertNever(stage);
  }
}

/** Whether a stage says nothing that bears on the fate. */
function isQuiet(stages: readonly Stage[], place: number, outcome: Outcome): boolean {
  const stage = stages[place];
  switch (stage?.kind) {
    case 'check':
      return stage.passed;
    case 'reroute':
      return !stage.needed;
    case 'lookup':
      return stage.purpose === 'reverse-path'
        ? !isFollowedByFailure(stages, place, outcome)
        : repeatsAnswer(stages, place);
    case 'direct':
    case 'hook':
    case 'translation':
    case 'bridge':
    case 'loopback':
    case 'copy':
    case 'copy-end':
    case undefined:
      return false;
    default:
      return assertNever(stage);
  }
}

/** The way back to the source matters only to a packet that is refused for it. */
function isFollowedByFailure(stages: readonly Stage[], place: number, outcome: Outcome): boolean {
  const next = stages.slice(place + 1).find((stage) => !isPassedCheck(stage));
  return next === undefined ? outcome.kind === 'drop' : next.kind === 'check';
}

function isPassedCheck(stage: Stage): boolean {
  return stage.kind === 'check' && stage.passed;
}

/** A TCP connect looks its route up as often as three times: once is enough to read when the answer is the same. */
function repeatsAnswer(stages: readonly Stage[], place: number): boolean {
  const stage = stages[place];
  const before = stages.slice(0, place).findLast((other) => !isPassedCheck(other));
  return (
    stage?.kind === 'lookup' &&
    before?.kind === 'lookup' &&
    stage.purpose === before.purpose &&
    answerOf(stage) === answerOf(before)
  );
}

/** What decided a lookup: rules that missed may have missed for another reason the next time. */
function answerOf(stage: LookupStage): string {
  const decisive = stage.steps.flatMap((step) => {
    if (step.kind === 'table') return { ...step, flow: undefined };
    return step.kind === 'source' || (step.kind === 'rule' && !step.matched) ? [] : step;
  });
  return JSON.stringify(decisive);
}

import { errno } from '../../../errno.js';
import { missingOf } from '../../../machine/missing.js';
import { icmp } from '../../../packet/make-packet.js';
import type { Packet } from '../../../packet/packet.js';
import type { Session, ToolAnswer } from '../../session.js';
import { refuse, type ShellTool } from '../shell-tool.js';
import { endsOf } from './ping-ends.js';
import { readPingOptions, type PingOptions } from './ping-options.js';
import { HEADERS, reportPing } from './ping-report.js';
import { probe, type Probe } from './probe.js';

/** The names by which ping is called. */
export const PINGS: ReadonlySet<string> = new Set(['ping', 'ping4', 'ping6']);

/** Exit status of a call that cannot begin. */
const MISTAKE = 2;
/** More packets than these are not sent one by one. */
const MOST_PACKETS = 1000;

/**
 * `ping`: sends echo requests, and reports what becomes of them on the machine. No time passes.
 *
 * @param unknown - answers where that is not known: requests leave what is simulated, or the machine lacks something
 */
export function pingTool(name: string, unknown: ShellTool): ShellTool {
  return (call) => {
    const { session, argv } = call;
    const answer = ping(name, session, argv);
    // What a loop waits for without end would come from outside.
    const isInVain = answer !== undefined && answer.exit !== 0 && session.isAwaited;
    return answer === undefined || isInVain ? unknown(call) : answer;
  };
}

function ping(name: string, session: Session, argv: readonly string[]): ToolAnswer | undefined {
  const options = readPingOptions(name, argv);
  if (options === undefined) return undefined;
  if ('refusal' in options) return options.refusal;
  if (missingOf(session.machine).length > 0) return undefined;
  const fail = (words: string): ToolAnswer => refuse(MISTAKE, `${name}: ${words}`);
  const ends = endsOf(session, options);
  if (ends === undefined) return undefined;
  if ('mistake' in ends) return fail(ends.mistake);
  const [first = 0, second = 0] = session.randomBytes(2);
  const { mark, tos, ttl, size } = options;
  const { family } = ends.address;
  const packet = icmp({
    dst: ends.address,
    src: ends.source,
    oif: ends.link?.name,
    mark,
    tos,
    ttl,
    icmpId: first * 256 + second,
    length: size + HEADERS[family],
  });
  const probes = send(session, packet, options);
  if (probes === undefined) return undefined;
  if (probes !== 'unbound') return reportPing(name, options, ends, probes);
  const call = family === 4 ? 'bind' : 'bind icmp socket';
  return fail(`${call}: ${errno('EADDRNOTAVAIL').words}`);
}

/** Sends all packets, one after the other. */
function send(
  session: Session,
  packet: Packet,
  { count = Infinity, deadline, interval }: PingOptions,
): readonly Probe[] | 'unbound' | undefined {
  const most = deadline > 0 ? Math.ceil(deadline / interval) : count;
  if (most > MOST_PACKETS) return undefined;
  const probes: Probe[] = [];
  let { machine } = session;
  let received = 0;
  while (probes.length < most && received < count) {
    const sent = probe(machine, session.namespace, packet);
    if (sent === undefined || sent === 'unbound') return sent;
    ({ machine } = sent);
    probes.push(sent.probe);
    if (sent.probe.kind === 'reply') received += 1;
  }
  session.machine = machine;
  return probes;
}

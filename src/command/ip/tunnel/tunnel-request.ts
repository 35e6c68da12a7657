import { isUnspecified } from '../../../address/address.js';
import { isMulticast } from '../../../address/address-class.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import { linkByName } from '../../../namespace/namespace.js';
import { Refusal } from '../../refusal.js';
import { EXIT_USAGE, matches, refuseNotSimulated, Words } from '../arguments.js';
import { deviceIndex, refuseNoDevice } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import type { TunnelDraft } from './tunnel-draft.js';
import { readEnd32, readKey, readName, readTos, readTtl } from './tunnel-values.js';
import { TUNNEL_USAGE } from './usage.js';

/** The modes of a tunnel over IPv4 that are simulated. */
export type TunnelMode = 'ipip' | 'gre' | 'sit' | 'vti';

/** What the tool knows of a tunnel that it has asked the kernel for. */
export interface KnownTunnel {
  readonly mode: TunnelMode | undefined;
  readonly hasKeys: boolean;
}

/** What `ip tunnel` asks for. */
export interface TunnelRequest {
  /** Undefined when neither a word nor the name says it. */
  readonly mode: TunnelMode | undefined;
  readonly name: string | undefined;
  readonly draft: TunnelDraft;
}

/** Words that need no value. */
const SWITCHES: ReadonlyMap<string, TunnelDraft> = new Map<string, TunnelDraft>([
  ['seq', { inputSequence: true, outputSequence: true }],
  ['iseq', { inputSequence: true }],
  ['oseq', { outputSequence: true }],
  ['csum', { inputChecksum: true, outputChecksum: true }],
  ['icsum', { inputChecksum: true }],
  ['ocsum', { outputChecksum: true }],
  ['nopmtudisc', { pmtudisc: false }],
  ['pmtudisc', { pmtudisc: true }],
]);

/**
 * Reads the words of a request.
 *
 * @param before - asks for the tunnel that is changed, when its name is the first word; absent when none is
 * @throws Refusal in the tool's words. Source: `parse_args` in `iptunnel.c` of iproute2
 */
export function parseTunnelRequest(
  context: IpContext,
  before?: (name: string) => KnownTunnel,
): TunnelRequest {
  const words = new Words(context.argv);
  const draft: TunnelDraft = {};
  let mode: TunnelMode | undefined;
  let known: KnownTunnel | undefined;
  let name: string | undefined;
  let dev: string | undefined;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const said = SWITCHES.get(word);
    if (word === 'mode') {
      mode = readMode(words.next(), mode);
    } else if (word === 'dev') {
      dev = words.next();
    } else if (said !== undefined) {
      Object.assign(draft, said);
    } else if (!readValue(context, draft, word, words)) {
      const isFirst = name === undefined && words.left === context.argv.length - 1;
      name = readName(word, name, words, TUNNEL_USAGE);
      if (isFirst) known = before?.(name);
      mode = known?.mode ?? mode;
    }
  }
  const whole = mode ?? modeOfName(name);
  check(context, whole, { hasKeys: known?.hasKeys === true }, draft, dev);
  return { mode: whole, name, draft };
}

/** Takes an option that has a value; false when the word is none. */
function readValue(context: IpContext, draft: TunnelDraft, word: string, words: Words): boolean {
  if (word === 'key') draft.inputKey = draft.outputKey = readKey('key', words.next());
  else if (word === 'ikey') draft.inputKey = readKey('ikey', words.next());
  else if (word === 'okey') draft.outputKey = readKey('okey', words.next());
  else if (word === 'remote') draft.remote = readEnd32(words.next());
  else if (word === 'local') draft.local = readEnd32(words.next());
  else if (['ttl', 'hoplimit', 'hlim'].includes(word)) readTtlWord(draft, words.next());
  else if (word === 'tos' || word === 'tclass' || matches(word, 'dsfield'))
    draft.tos = readTos(context.names, words.next());
  else return false;
  return true;
}

/** `inherit` leaves the TTL as it is. */
function readTtlWord(draft: TunnelDraft, word: string): void {
  const ttl = readTtl(word);
  if (word !== 'inherit') draft.ttl = ttl;
}

function readMode(word: string, before: TunnelMode | undefined): TunnelMode {
  const mode = MODES.get(word);
  if (word === 'isatap') refuseNotSimulated('ip tunnel mode isatap');
  if (mode === undefined) throw new Refusal(EXIT_USAGE, `Unknown tunnel mode "${word}"\n`);
  if (before === undefined || before === mode) return mode;
  // vti is ipip with a flag, which stays.
  if ([before, mode].every((one) => one === 'ipip' || one === 'vti')) return 'vti';
  throw new Refusal(EXIT_USAGE, 'You managed to ask for more than one tunnel mode.\n');
}

const MODES: ReadonlyMap<string, TunnelMode> = new Map<string, TunnelMode>([
  ['ipip', 'ipip'],
  ['ip/ip', 'ipip'],
  ['gre', 'gre'],
  ['gre/ip', 'gre'],
  ['sit', 'sit'],
  ['ipv6/ip', 'sit'],
  ['vti', 'vti'],
]);

/** A name that begins as a mode does stands for it. */
function modeOfName(name = ''): TunnelMode | undefined {
  if (name.startsWith('isatap')) refuseNotSimulated('ip tunnel mode isatap');
  return (['gre', 'ipip', 'sit', 'vti'] as const).find((mode) => name.startsWith(mode));
}

function check(
  context: IpContext,
  mode: TunnelMode | undefined,
  { hasKeys }: Pick<KnownTunnel, 'hasKeys'>,
  draft: TunnelDraft,
  dev: string | undefined,
): void {
  const hasKey = hasKeys || draft.inputKey !== undefined || draft.outputKey !== undefined;
  if (hasKey && mode !== 'gre' && mode !== 'vti') {
    refuseRequest('Keys are not allowed with ipip and sit tunnels');
  }
  if (dev !== undefined) {
    const namespace = namespaceOf(context.machine, context.namespace);
    draft.dev =
      linkByName(namespace, dev)?.index ?? deviceIndex(namespace, dev) ?? refuseNoDevice(dev);
  }
  if (draft.remote === undefined || !isMulticast(draft.remote)) return;
  if (draft.local === undefined || isUnspecified(draft.local)) {
    refuseRequest('A broadcast tunnel requires a source address');
  }
  refuseNotSimulated('ip tunnel remote GROUP');
}

/** Refuses a TTL of its own for packets that may be fragmented. @throws Refusal */
export function checkTtl(ttl: number | undefined, pmtudisc: boolean | undefined): void {
  if (ttl !== undefined && ttl !== 0 && pmtudisc === false) {
    refuseRequest('ttl != 0 and nopmtudisc are incompatible');
  }
}

/** Refuses a request that says no mode. */
export function refuseMode(): never {
  return refuseRequest('cannot determine tunnel mode (ipip, gre, vti or sit)');
}

/**
 * Refuses with a line of the tool, which then goes on with the rest of a batch.
 *
 * @param machine - what the kernel leaves, where a module was loaded
 */
export function refuseRequest(line: string, machine?: Machine): never {
  throw new Refusal(1, `${line}\n`, false, undefined, machine);
}

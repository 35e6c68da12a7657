import { MACVLAN_MODES, type MacvlanSettings } from '../../../../../namespace/link-kind/macvlan.js';
import { Refusal } from '../../../../refusal.js';
import { matches, type Words } from '../../../arguments.js';
import { parseLladdr, printLladdr } from '../../../lladdr-argument.js';
import { readS32, readU32 } from '../../../number-arguments.js';

/** What `ip link help macvlan` prints. */
export const MACVLAN_USAGE = `Usage: ... macvlan mode MODE [flag MODE_FLAG] MODE_OPTS [bcqueuelen BC_QUEUE_LEN] [bclim BCLIM]

MODE: private | vepa | bridge | passthru | source
MODE_FLAG: null | nopromisc | nodst
MODE_OPTS: for mode "source":
	macaddr { { add | del } <macaddr> | set [ <macaddr> [ <macaddr>  ... ] ] | flush }
BC_QUEUE_LEN: Length of the rx queue for broadcast/multicast: [0-4294967295]
BCLIM: Threshold for broadcast queueing: 32-bit integer
`;

/** What is asked of a macvlan device; undefined where nothing is said. */
export interface MacvlanRequest {
  readonly mode?: MacvlanSettings['mode'];
  readonly flags?: Pick<MacvlanSettings, 'nopromisc' | 'nodst'>;
  readonly queueLength?: number;
  readonly queueFrom?: number;
  /** Senders of whose frames it takes a copy. */
  readonly sources?: { readonly how: SourceVerb; readonly addresses: readonly string[] };
}

const SOURCE_VERBS = ['add', 'del', 'set', 'flush'] as const;
type SourceVerb = (typeof SOURCE_VERBS)[number];

const NO_FLAGS = { nopromisc: false, nodst: false };

/** Reads the words after `type macvlan`. @throws Refusal in the tool's words. Source: `macvlan_parse_opt` of iproute2 */
export function readMacvlanWords(words: Words): MacvlanRequest {
  const request: { -readonly [Key in keyof MacvlanRequest]: MacvlanRequest[Key] } = {};
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const { flags = NO_FLAGS } = request;
    if (matches(word, 'mode')) request.mode = readMode(words.next());
    else if (matches(word, 'flag')) request.flags = readFlag(words.next(), flags);
    else if (matches(word, 'macaddr')) request.sources = readSources(words);
    else if (matches(word, 'nopromisc') || matches(word, 'nodst')) {
      const name = matches(word, 'nopromisc') ? 'nopromisc' : 'nodst';
      request.flags = { ...flags, [name]: true };
    } else if (matches(word, 'bcqueuelen')) {
      request.queueLength = readQueueLength(words.next());
    } else if (word === 'bclim') {
      request.queueFrom = readLimit(words.next());
    } else {
      refuseWith(matches(word, 'help') ? '' : `macvlan: unknown option "${word}"?\n`);
    }
  }
  if (request.flags?.nopromisc === true && request.mode !== 'passthru') {
    refuseWith('macvlan: nopromisc flag only valid in passthru mode\n');
  }
  return request;
}

function refuseWith(why: string): never {
  throw new Refusal(1, why + MACVLAN_USAGE, false);
}

function refuse(why: string): never {
  throw new Refusal(1, `Error: ${why}\n`, false);
}

function readMode(word: string): MacvlanSettings['mode'] {
  const names = '"private", "vepa", "bridge", "passthru" or "source"';
  return (
    MACVLAN_MODES.find((name) => name === word) ??
    refuse(`argument of "mode" must be ${names}, not "${word}"`)
  );
}

function readFlag(word: string, flags: typeof NO_FLAGS): typeof NO_FLAGS {
  if (word === 'nopromisc' || word === 'nodst') return { ...flags, [word]: true };
  if (word === 'null') return flags;
  return refuse(`argument of "flag" must be "nopromisc", "nodst" or "null", not "${word}"`);
}

function readQueueLength(word: string): number {
  const range = 'a positive integer [0-4294967295]';
  return readU32(word) ?? refuse(`argument of "bcqueuelen" must be ${range}, not "${word}"`);
}

function readLimit(word: string): number {
  return readS32(word) ?? refuse(`illegal value for "bclim": "${word}"`);
}

/** A list ends with the words: what is no link-layer address in it is refused. */
function readSources(words: Words): NonNullable<MacvlanRequest['sources']> {
  const verb = words.next();
  const how = SOURCE_VERBS.find((name) => name === verb) ?? refuseWith('');
  const addresses: string[] = [];
  while (how === 'set' ? words.peek !== undefined : how !== 'flush' && addresses.length === 0) {
    addresses.push(printLladdr(parseLladdr(words.next())));
  }
  return { how, addresses };
}

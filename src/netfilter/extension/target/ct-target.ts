import { connectionStateIndex } from '../../../packet/connection-state.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import { set } from '../../../predicate/assignment.js';
import { inStates } from '../../connection.js';
import type { Family } from '../../../address/family.js';
import { XtablesError } from '../../xtables-error.js';
import {
  continueWith,
  type Restriction,
  type TargetData,
  type TargetExtension,
} from '../extension.js';
import { cutText } from '../option/cut-text.js';
import { readNumber } from '../option/number/number.js';
import type { ExtensionOption, GivenOption } from '../option/option.js';
import { zoneAssignments, type ZoneSide } from './zone-assignments.js';

/** `-j CT`. */
export interface CtTarget extends TargetData {
  readonly name: 'CT';
  readonly notrack: boolean;
  /** Empty when not given. */
  readonly helper: string;
  /** The number of the zone of its connection, or the mark that the packet has when it's tracked. */
  readonly zone: number | 'mark';
  /** The directions in which it counts; both when none is given. */
  readonly zoneSides: readonly ZoneSide[];
  readonly timeout: string;
  readonly ctevents: readonly string[];
  readonly expevents: readonly string[];
}

/** The `CT` target without options. */
export const PLAIN_CT: CtTarget = {
  name: 'CT',
  notrack: false,
  helper: '',
  zone: 0,
  zoneSides: [],
  timeout: '',
  ctevents: [],
  expevents: [],
};

/** Events in the order in which they're written. */
const CT_EVENTS = [
  'new',
  'related',
  'destroy',
  'reply',
  'assured',
  'protoinfo',
  'helper',
  'mark',
  'natseqinfo',
  'secmark',
];
const EXPECTATION_EVENTS = ['new'];

/** The helpers that the reference kernel has, for the protocols and families of each. */
const HELPERS: ReadonlyMap<
  string,
  { readonly protocols: readonly number[]; readonly families: readonly Family[] }
> = new Map([
  ['ftp', { protocols: [PROTOCOL.tcp], families: [4, 6] }],
  ['sip', { protocols: [PROTOCOL.tcp, PROTOCOL.udp], families: [4, 6] }],
  ['irc', { protocols: [PROTOCOL.tcp], families: [4] }],
  ['Q.931', { protocols: [PROTOCOL.tcp], families: [4, 6] }],
  ['pptp', { protocols: [PROTOCOL.tcp], families: [4] }],
  ['sane', { protocols: [PROTOCOL.tcp], families: [4, 6] }],
  ['tftp', { protocols: [PROTOCOL.udp], families: [4, 6] }],
  ['RAS', { protocols: [PROTOCOL.udp], families: [4, 6] }],
  ['amanda', { protocols: [PROTOCOL.udp], families: [4, 6] }],
  ['netbios-ns', { protocols: [PROTOCOL.udp], families: [4] }],
  ['snmp', { protocols: [PROTOCOL.udp], families: [4] }],
]);

/** Source: `struct xt_ct_target_info_v1`, with the ends. */
const LONGEST_HELPER = 15;
const LONGEST_TIMEOUT = 31;

/**
 * The `CT` target: `--notrack` keeps packets out of connection tracking, `--zone` has their connections looked for among others. A helper expects other connections, of which none begins here; events are
 * reported to programs. Source: `xt_CT.c`; iptables-extensions(8), CT.
 */
export const ctTarget: TargetExtension<CtTarget> = {
  name: 'CT',
  families: [4, 6],
  // Keeping packets out of it doesn't turn it on. Source: xt_ct_tg_check.
  usesConnections: ({ notrack }) => !notrack,
  options: {
    initial: PLAIN_CT,
    options: [
      { name: 'notrack', words: 0, read: (data) => ({ ...data, notrack: true }) },
      {
        name: 'helper',
        words: 1,
        read: (data, { argument }) => ({ ...data, helper: cutText(argument, LONGEST_HELPER) }),
      },
      {
        name: 'timeout',
        words: 1,
        read: (data, { argument }) => ({ ...data, timeout: cutText(argument, LONGEST_TIMEOUT) }),
      },
      {
        name: 'ctevents',
        words: 1,
        read: (data, { argument }) => ({ ...data, ctevents: readEvents(argument, CT_EVENTS) }),
      },
      {
        name: 'expevents',
        words: 1,
        read: (data, { argument }) => ({
          ...data,
          expevents: readEvents(argument, EXPECTATION_EVENTS),
        }),
      },
      zoneOption('zone', undefined),
      zoneOption('zone-orig', 'orig'),
      zoneOption('zone-reply', 'reply'),
    ],
  },
  print: (data) => words(data, '--').join(' '),
  list: (data) => ['CT', ...words(data, '')].join(' '),
  translate: ({ notrack }) => (notrack ? 'notrack' : undefined),
  asNft(data) {
    if (data.notrack) return 'notrack';
    const { zone, zoneSides } = data;
    const isZone = words({ ...data, zone: 0 }, '').length === 0;
    if (zone === 'mark' || !isZone) return { without: `-j CT ${ctTarget.print(data, 4)}` };
    const side = zoneSides.length === 1 ? ZONE_WORDS[zoneSides[0] ?? 'orig'] : '';
    // What isn't to be tracked would be by nft.
    return `ct state != untracked ct ${side}zone set ${zone}`;
  },
  restrict: ({ notrack, helper, timeout }, family): Restriction => {
    if (notrack || (helper === '' && timeout === '')) return { tables: ['raw'] };
    const found = HELPERS.get(helper);
    const isThere = timeout === '' && found?.families.includes(family) === true;
    // There are no timeout policies, and no other helpers.
    return isThere
      ? { tables: ['raw'], neededProtocols: found.protocols }
      : { tables: ['raw'], refused: 'ENOENT' };
  },
  // A packet that has a connection keeps it; one that tracking has found invalid has none. Source: `notrack_tg`, `nft_notrack_eval`.
  effect: ({ notrack, zone, zoneSides }) =>
    continueWith(
      notrack
        ? [set('ctstate', connectionStateIndex('UNTRACKED'))]
        : [
            set('ctstate', connectionStateIndex('TEMPLATE')),
            ...zoneAssignments(zone, zoneSides.length === 1 ? zoneSides[0] : undefined),
          ],
      inStates(['none', 'INVALID']),
    ),
};

const ZONE_WORDS: Readonly<Record<ZoneSide, string>> = { orig: 'original ', reply: 'reply ' };
const LAST_ZONE = 0xffff;

/** The last zone that is given counts, the mark before any; directions add up. Source: `ct_parse_zone_id`, `xt_ct_flags_to_dir`. */
function zoneOption(name: string, side: ZoneSide | undefined): ExtensionOption<CtTarget> {
  return {
    name,
    words: 1,
    read(data, given) {
      const zone = readZone(given);
      return {
        ...data,
        zone: data.zone === 'mark' ? 'mark' : zone,
        zoneSides: side === undefined ? data.zoneSides : [...data.zoneSides, side],
      };
    },
  };
}

function readZone({ argument }: GivenOption): number | 'mark' {
  if (argument.toLowerCase() === 'mark') return 'mark';
  const zone = readNumber(argument, 0, LAST_ZONE);
  if (zone !== undefined) return zone;
  throw new XtablesError('parameter', `Cannot parse ${argument} as a zone ID`);
}

function readEvents(text: string, known: readonly string[]): readonly string[] {
  const given = text.split(',');
  const wrong = given.find((event) => !known.includes(event));
  if (wrong !== undefined) {
    throw new XtablesError('parameter', `Unknown event type "${wrong}"`);
  }
  return known.filter((event) => given.includes(event));
}

function words(
  { notrack, helper, timeout, ctevents, expevents, zone, zoneSides }: CtTarget,
  dashes: string,
): readonly string[] {
  const option = (name: string, value: string) =>
    value === '' ? [] : [`${dashes}${name} ${value}`];
  return [
    ...(notrack ? [`${dashes}notrack`] : []),
    ...option('helper', helper),
    ...option('timeout', timeout),
    ...option('ctevents', ctevents.join(',')),
    ...option('expevents', expevents.join(',')),
    ...option(
      zoneSides.length === 1 ? `zone-${zoneSides[0]}` : 'zone',
      zone === 0 ? '' : `${zone}`,
    ),
  ];
}

import { any, equals, not } from '../../../predicate/predicate.js';
import { HAS_CONNECTION } from '../../connection.js';
import { XtablesError } from '../../xtables-error.js';
import type { MatchData, MatchExtension } from '../extension.js';
import { unsimulatedOption, type GivenOption } from '../option/option.js';
import {
  readStates,
  statesPart,
  type ListedState,
  statesForm,
  translateStates,
} from '../option/state-list.js';
import { bothForms } from '../nft-form.js';

/** `-m conntrack [--ctstate STATES] [--ctdir DIRECTION]`. */
export interface ConntrackMatch extends MatchData {
  readonly name: 'conntrack';
  /** Empty when it isn't asked for. */
  readonly states: readonly ListedState[];
  readonly inverted: boolean;
  readonly direction: ConnectionDirection | undefined;
}

/** Options that look at a connection's addresses, ports, protocol, status and lifetime. */
const UNSIMULATED = [
  'ctproto',
  'ctorigsrc',
  'ctorigdst',
  'ctreplsrc',
  'ctrepldst',
  'ctstatus',
  'ctexpire',
  'ctorigsrcport',
  'ctorigdstport',
  'ctreplsrcport',
  'ctrepldstport',
] as const;

/** The side of a connection that a packet is from. */
type ConnectionDirection = 'ORIGINAL' | 'REPLY';

/** The `conntrack` match, as far as it looks at the state and the direction. Source: `xt_conntrack.c`, iptables-extensions(8). */
export const conntrackMatch: MatchExtension<ConntrackMatch> = {
  name: 'conntrack',
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: { name: 'conntrack', states: [], inverted: false, direction: undefined },
    options: [
      {
        name: 'ctstate',
        words: 1,
        invertible: true,
        read: (data, { argument, inverted }) => ({
          ...data,
          states: readStates(argument, 'ctstate'),
          inverted,
        }),
      },
      {
        name: 'ctdir',
        words: 1,
        read: (data, given) => ({ ...data, direction: readDirection(given) }),
      },
      ...UNSIMULATED.map((name) => unsimulatedOption<ConntrackMatch>(name, 1)),
    ],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError('parameter', 'conntrack: At least one option is required');
    },
  },
  print: (data) => printParts(data, '--'),
  list: (data) => printParts(data, ''),
  translate: ({ states, inverted, direction }) =>
    [
      ...(direction === undefined ? [] : [`ct direction ${direction.toLowerCase()}`]),
      ...(states.length === 0 ? [] : [translateStates(states, inverted)]),
    ].join(' '),
  asNft: ({ states, inverted, direction }) =>
    bothForms(
      direction === undefined ? undefined : `ct direction ${direction.toLowerCase()}`,
      states.length === 0 ? undefined : statesForm(states, inverted),
    ),
  parts({ states, inverted, direction }) {
    const state =
      states.length === 0 ? { when: HAS_CONNECTION } : statesPart('ctstate', states, inverted);
    if (direction === undefined) return [state];
    // Of what has no connection the state alone is asked.
    const isFrom = equals('ctreply', direction === 'REPLY' ? 1 : 0);
    const when = any([isFrom, not(HAS_CONNECTION)]);
    return [state, { when, words: { option: 'ctdir', needs: direction, has: ['ctreply'] } }];
  },
};

function readDirection({ argument }: GivenOption): ConnectionDirection {
  const direction = argument.toUpperCase();
  if (direction === 'ORIGINAL' || direction === 'REPLY') return direction;
  throw new XtablesError('parameter', `conntrack: Bad value for "--ctdir" option: "${argument}"`);
}

function printParts({ states, inverted, direction }: ConntrackMatch, dashes: string): string {
  return [
    ...(states.length === 0 ? [] : [`${inverted ? '! ' : ''}${dashes}ctstate ${states.join(',')}`]),
    ...(direction === undefined ? [] : [`${dashes}ctdir ${direction}`]),
  ].join(' ');
}

/** Reports whether a match is one that looks at whether its connection is translated. */
export function asksForTranslation(match: MatchData): boolean {
  return isConntrack(match) && match.states.some((state) => state === 'SNAT' || state === 'DNAT');
}

function isConntrack(match: MatchData): match is ConntrackMatch {
  return match.name === conntrackMatch.name;
}

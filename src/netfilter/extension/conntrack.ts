import { XtablesError } from '../xtables-error.js';
import type { MatchData, MatchExtension } from './extension.js';
import { unsimulatedOption } from './option.js';
import { readStates, statesPredicate, type ListedState } from './state-list.js';

/** `-m conntrack --ctstate STATES`. */
export interface ConntrackMatch extends MatchData {
  readonly name: 'conntrack';
  readonly states: readonly ListedState[];
  readonly inverted: boolean;
}

/** Options that look at a connection's addresses, ports, status and lifetime. */
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
  'ctdir',
];

/** The `conntrack` match, as far as it looks at the state. Source: `xt_conntrack.c`, iptables-extensions(8). */
export const conntrackMatch: MatchExtension<ConntrackMatch> = {
  name: 'conntrack',
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: { name: 'conntrack', states: [], inverted: false },
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
      ...UNSIMULATED.map((name) => unsimulatedOption<ConntrackMatch>(name, 1)),
    ],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError('parameter', 'conntrack: At least one option is required');
    },
  },
  print: ({ states, inverted }) => `${inverted ? '! ' : ''}--ctstate ${states.join(',')}`,
  list: ({ states, inverted }) => `${inverted ? '! ' : ''}ctstate ${states.join(',')}`,
  predicate: ({ states, inverted }) => statesPredicate(states, inverted),
};

/** Tells whether a match is one that looks at whether its connection is translated. */
export function asksForTranslation(match: MatchData): boolean {
  return isConntrack(match) && match.states.some((state) => state === 'SNAT' || state === 'DNAT');
}

function isConntrack(match: MatchData): match is ConntrackMatch {
  return match.name === conntrackMatch.name;
}

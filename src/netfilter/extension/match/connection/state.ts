import type { MatchData, MatchExtension } from '../../extension.js';
import {
  readStates,
  statesForm,
  statesPart,
  type ListedState,
  translateStates,
} from '../../option/state-list.js';

/** `-m state --state STATES`: the older spelling of `-m conntrack --ctstate`. */
export interface StateMatch extends MatchData {
  readonly name: 'state';
  readonly states: readonly ListedState[];
  readonly inverted: boolean;
}

/** The `state` match. Source: `xt_conntrack.c`, iptables-extensions(8). */
export const stateMatch: MatchExtension<StateMatch> = {
  name: 'state',
  kernelName: 'conntrack',
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: { name: 'state', states: [], inverted: false },
    options: [
      {
        name: 'state',
        words: 1,
        invertible: true,
        mandatory: true,
        read: (data, { argument, inverted }) => ({
          ...data,
          states: readStates(argument, 'state'),
          inverted,
        }),
      },
    ],
  },
  print: ({ states, inverted }) => `${inverted ? '! ' : ''}--state ${states.join(',')}`,
  list: ({ states, inverted }) => `${inverted ? '! ' : ''}state ${states.join(',')}`,
  translate: ({ states, inverted }) => translateStates(states, inverted),
  asNft: ({ states, inverted }) => statesForm(states, inverted),
  parts: ({ states, inverted }) => [statesPart('state', states, inverted)],
};

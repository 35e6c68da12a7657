import type { TransportName } from '../../../../netfilter/nft/object/nft-object.js';
import { EvaluationError } from '../../evaluate/evaluation-error.js';
import type { CtTimeoutBlock } from '../../syntax/tree/block.js';

type States = readonly (readonly [name: string, seconds: number])[];

/** The states of a protocol and how many seconds the kernel keeps a connection in each. Source: nft's `timeout_protocol`. */
const DEFAULTS: { readonly [Protocol in TransportName]: States } = {
  tcp: [
    ['syn_sent', 120],
    ['syn_recv', 60],
    ['established', 432_000],
    ['fin_wait', 120],
    ['close_wait', 60],
    ['last_ack', 30],
    ['time_wait', 120],
    ['close', 10],
    ['syn_sent2', 120],
    ['retrans', 300],
    ['unack', 300],
  ],
  udp: [
    ['unreplied', 30],
    ['replied', 120],
  ],
};

/** The seconds of states that a policy gives others than the protocol's own. @throws EvaluationError on a state that the protocol hasn't, or that is of none */
export function readTimeoutPolicy(
  protocol: TransportName | undefined,
  policy: CtTimeoutBlock['policy'],
): States {
  const own = protocol === undefined ? [] : DEFAULTS[protocol];
  const given = new Map<string, number>();
  for (const { at, state, seconds } of policy) {
    if (!own.some(([name]) => name === state)) {
      throw new EvaluationError('invalid state for this protocol', at);
    }
    given.set(state, Number(seconds));
  }
  return own.flatMap(([state, unsaid]): States => {
    const seconds = given.get(state) ?? unsaid;
    return seconds === unsaid ? [] : [[state, seconds]];
  });
}

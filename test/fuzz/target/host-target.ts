import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { Host } from 'nexthop';
import { machineFromData, machineToData } from '../../../src/machine/machine-data.js';
import { nearWords } from '../draw/near-words.js';
import { histories, type History } from '../draw/recordings.js';
import { COMMANDS } from '../shape.js';
import { hold, type Target } from '../target.js';
import { carryOut } from './carried-out.js';
import { holdReadAgain } from './read-again.js';
import { holdRoutesAgain } from './routes-again.js';
import { sendAlike } from './sent-alike.js';

/** A beginning of a recorded history, then commands near those that came next. */
function nearHistories(): fc.Arbitrary<string[][]> {
  const drawn = histories().flatMap((history) =>
    history.length === 0 ? [] : [{ history, near: nearWords(history) }],
  );
  return fc
    .constantFrom(...drawn)
    .chain(({ history, near }) =>
      fc
        .tuple(fc.nat(Math.min(40, history.length)), fc.array(near, { maxLength: 8 }))
        .map(([length, later]) => [...copied(history.slice(0, length)), ...later]),
    );
}

function copied(history: History): string[][] {
  return history.map((words) => [...words]);
}

/** Hosts as commands leave them: what they print can be read again, and packets meet the same fate in each form of the path. */
export const hostTarget: Target<string[][]> = {
  name: 'hosts',
  shape: COMMANDS,
  inputs: nearHistories,
  run: (commands) => {
    let host = Host.fresh();
    for (const words of commands) ({ host } = carryOut(host, words));
    holdReadAgain(host);
    holdRoutesAgain(host);
    host = host.acceptIncomplete();
    const data = machineToData(host.machine);
    const again = machineToData(machineFromData(data));
    hold(isDeepStrictEqual(again, data), 'a machine is the same after data');
    return [sendAlike(host, 4), sendAlike(host, 6), data];
  },
  allowed: [],
  milliseconds: 5000,
  share: 6,
  runs: 4,
};

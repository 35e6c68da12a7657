import { addVrf } from '../../../../namespace/vrf.js';
import { Refusal } from '../../../refusal.js';
import {
  matches,
  refuseByErrno,
  refuseByKernel,
  refuseValue,
  type Words,
} from '../../arguments.js';
import type { IpContext } from '../../ip-context.js';
import { readTableId } from '../../named-numbers.js';
import { piece } from '../../piece.js';
import type { KindWords } from './kind-words.js';

const USAGE = 'Usage: ... vrf table TABLEID\n';

/** `type vrf`. Source: `iplink_vrf.c` of iproute2; `vrf_newlink`. */
export const vrfWords: KindWords = {
  kind: 'vrf',
  usage: USAGE,
  read: (words, { context }) => {
    const table = readTable(words, context);
    return {
      settle: () => {
        if (table === undefined) refuseByKernel('VRF table id is missing');
        if (table === 0) refuseByKernel('Invalid VRF table id');
        return { settings: { kind: 'vrf', table } };
      },
      after: (namespace) => (table === undefined ? namespace : addVrf(namespace, table)),
    };
  },
  change: (words, { context }) => {
    readTable(words, context);
    return { settle: () => refuseByErrno('EOPNOTSUPP') };
  },
  details: (_context, _namespace, { settings }) =>
    settings.kind === 'vrf' ? [piece(`table ${settings.table} `, { table: settings.table })] : [],
  portDetails: (_context, _namespace, _port, { settings }) =>
    settings.kind === 'vrf' ? [piece(`table ${settings.table} `, { table: settings.table })] : [],
};

function readTable(words: Words, { names }: IpContext): number | undefined {
  let table: number | undefined;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (matches(word, 'table')) {
      const value = words.next();
      table = readTableId(names, value) ?? refuseValue(value, 'invalid table ID\n');
    } else {
      const why = matches(word, 'help') ? '' : `vrf: unknown option "${word}"?\n`;
      throw new Refusal(1, why + USAGE, false);
    }
  }
  return table;
}

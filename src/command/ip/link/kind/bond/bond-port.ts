import { chooseActive, primaryOf } from '../../../../../namespace/bond.js';
import {
  PRIMARY_MODES,
  type BondPort,
  type BondSettings,
} from '../../../../../namespace/link-kind/bond.js';
import { traitsOf } from '../../../../../namespace/link-kind/link-kinds.js';
import { Refusal } from '../../../../refusal.js';
import {
  errnoRefusal,
  kernelRefusal,
  matches,
  refuseValue,
  type Words,
} from '../../../arguments.js';
import { readS32, readU16 } from '../../../number-arguments.js';
import { BOND_PORT_USAGE } from './bond-usage.js';
import type { PortWords } from '../port-words.js';

/** `type bond_slave`. Source: `iplink_bond_slave.c` of iproute2; `bond_slave_changelink`. */
export const bondPortWords: PortWords = {
  master: 'bond',
  usage: BOND_PORT_USAGE,
  read: (words) => {
    const { queueId, prio } = readAsked(words);
    return ({ namespace, master, port }, left) => {
      const { settings } = master;
      if (settings.kind !== 'bond') return master;
      let after = settings;
      if (queueId !== undefined) {
        const isTaken = settings.ports.some(
          (one) => one.index !== port.index && one.queueId === queueId && queueId !== 0,
        );
        if (isTaken || queueId > traitsOf('bond').queuesOf(master)) throw errnoRefusal('EPERM');
        after = withPort(after, port.index, { queueId });
      }
      if (prio === undefined) return { ...master, settings: after };
      if (!PRIMARY_MODES.has(settings.mode)) {
        const soFar = left({ ...master, settings: after });
        throw kernelRefusal('option not supported in mode').leaving(soFar);
      }
      const settled = withPort(after, port.index, { prio });
      // A primary port goes before those of any priority. Source: `bond_option_prio_set`.
      const isOutdone = primaryOf(namespace, settled) !== undefined;
      return {
        ...master,
        settings: isOutdone ? settled : chooseActive(namespace, settled, { force: false }),
      };
    };
  },
};

function withPort(
  settings: BondSettings,
  index: number,
  said: Partial<Pick<BondPort, 'queueId' | 'prio'>>,
): BondSettings {
  const ports = settings.ports.map((one) => (one.index === index ? { ...one, ...said } : one));
  return { ...settings, ports };
}

/** @throws Refusal in the tool's words */
function readAsked(words: Words): { readonly queueId?: number; readonly prio?: number } {
  const asked: { queueId?: number; prio?: number } = {};
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (matches(word, 'queue_id')) {
      const value = words.next();
      asked.queueId = readU16(value) ?? refuseValue(value, 'queue_id is invalid');
    } else if (word === 'prio') {
      const value = words.next();
      asked.prio = readS32(value) ?? refuseValue(value, 'prio is invalid');
    } else {
      const why = matches(word, 'help') ? '' : `bond_slave: unknown option "${word}"?\n`;
      throw new Refusal(1, why + BOND_PORT_USAGE, false);
    }
  }
  return asked;
}

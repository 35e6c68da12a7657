import type { Address } from '../../../address/address.js';
import { printAddress } from '../../../address/address-text.js';
import { FALSE } from '../../engine/diagram.js';
import type { Check } from '../check.js';
import type { ChainRule } from '../chain/chain-rules.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { agrees, type MarkWrite } from './mark-use.js';
import { isForThisHost, isInTime } from './mark-words.js';

/** Marks of connections that are given back and never kept, or kept and never given back. */
export const lostConnectionMarks: Check = (facts) => {
  const { writes, reads } = facts.marks;
  const restores = writes.filter(isRestore);
  const kept = writes.filter((write) => write.to === 'ctmark');
  const idle = restores
    .filter((restore) => !kept.some((write) => (write.touched & restore.bits) !== 0))
    .slice(0, 1)
    .map(({ at }) =>
      makeFinding({
        kind: 'mark-not-restored',
        ...facts.aboutChainRule(at),
        text: `Nothing sets the mark of a connection, so ${facts.sayChainRule(at)} gives back 0 each time: \`-j CONNMARK --save-mark\` is missing behind the rules that set marks`,
      }),
    );
  if (restores.length === 0) {
    const [first] = kept;
    const asked = reads.some(({ of }) => of === 'ctmark');
    return first === undefined || asked
      ? idle
      : [...idle, unrestored(facts, first.at, 'any later packet')];
  }
  return [...idle, ...kept.flatMap((write) => neededRestores(facts, write, restores))];
};

function isRestore(write: MarkWrite): boolean {
  return write.to === 'mark' && write.value === undefined;
}

function unrestored(
  facts: Facts,
  at: ChainRule,
  whose: string,
  also: readonly (string | undefined)[] = [],
  why = '',
): Finding {
  return makeFinding({
    kind: 'mark-not-restored',
    ...facts.aboutChainRule(at),
    also,
    text: `The connection mark that ${facts.sayChainRule(at)} keeps is not given back to ${whose}${why}: \`-j CONNMARK --restore-mark\` is missing`,
  });
}

/** A mark that connections get by the device on which they come in: their answers need it wherever it changes the way they take. */
function neededRestores(
  facts: Facts,
  write: MarkWrite,
  restores: readonly MarkWrite[],
): readonly Finding[] {
  const { at } = write;
  const values = write.value === undefined ? markedFor(facts, write) : [{ at, value: write.value }];
  return values.flatMap(({ at: source, value }): readonly Finding[] => {
    const device = source.rule.indev;
    if (value === 0 || device === undefined || device.inverted || !facts.uplinks.has(device.name))
      return [];
    if (!source.hooks.includes('PREROUTING') || source.table === 'nat') return [];
    const routing = facts.marks.reads.find(
      ({ by, value: wanted, mask }) =>
        'rule' in by &&
        wanted !== 0 &&
        agrees({ ...write, value, to: 'mark' }, { value: wanted, mask }),
    );
    if (routing === undefined || !('rule' in routing.by)) return [];
    const { rule } = routing.by;
    const peer = clientOf(facts);
    const turns = (from: Address, iif: string | undefined): boolean => {
      const [plain, marked] = [0, value].map((mark) => facts.route({ to: peer, from, iif, mark }));
      return plain !== undefined && marked !== undefined && plain.device !== marked.device;
    };
    const inside = facts.networks.find(
      (network) =>
        !isForThisHost(facts, source) &&
        network.device !== device.name &&
        !facts.uplinks.has(network.device) &&
        turns(network.host, network.device) &&
        !givesBack(facts, restores, network.device),
    );
    if (inside !== undefined) {
      return [
        unrestored(
          facts,
          source,
          `packets that arrive on ${inside.device}`,
          [rule.written],
          `, so answers from ${printAddress(inside.host)} don't take ${facts.sayRule(rule)}`,
        ),
      ];
    }
    const own = facts.own.find(
      ({ address, device: name }) =>
        name === device.name && turns(address, undefined) && !givesBack(facts, restores, undefined),
    );
    if (own === undefined) return [];
    return [
      unrestored(
        facts,
        source,
        'packets of this host',
        [rule.written],
        `, so answers from ${printAddress(own.address)} don't take ${facts.sayRule(rule)}`,
      ),
    ];
  });
}

/** Somebody who has begun a connection from outside, where no rule names him. */
function clientOf(facts: Facts): Address {
  return facts.far;
}

/** The marks that a rule saves which copies the packet's: those set before it, with their rules. */
function markedFor(
  facts: Facts,
  save: MarkWrite,
): readonly { readonly at: ChainRule; readonly value: number }[] {
  return facts.marks.writes.flatMap(({ at, to, value, bits }) =>
    to === 'mark' && value !== undefined && (bits & save.bits) !== 0 ? [{ at, value }] : [],
  );
}

/** Reports whether later packets that arrive on a device, or that this host sends, get the mark of their connection back in time. */
function givesBack(
  facts: Facts,
  restores: readonly MarkWrite[],
  device: string | undefined,
): boolean {
  const hook = device === undefined ? 'OUTPUT' : 'PREROUTING';
  const { space } = facts.reach;
  return restores.some(({ at }) => {
    if (at.table === 'nat' || !at.hooks.includes(hook) || !isInTime(at.table, hook)) return false;
    const met = facts.reach.of(at.rule).find((reached) => reached.hook === hook)?.held ?? FALSE;
    return device === undefined
      ? met !== FALSE
      : space.diagram.and(met, space.isDevice('iif', device)) !== FALSE;
  });
}

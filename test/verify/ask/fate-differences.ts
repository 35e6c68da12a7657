import type { Outcome } from '../../../src/host/outcome.js';
import type { Packet } from '../../../src/packet/packet.js';
import type { Fate } from '../../../src/verify/fate/fate.js';

const FIXED = ['kind', 'dev', 'gateway', 'table', 'rule', 'errno', 'at', 'icmp', 'copy'] as const;

/** Where an outcome is not what a fate says, and where a packet wasn't kept that should have been. */
export function fateDifferences(fate: Fate, outcome: Outcome, packet: Packet): readonly string[] {
  const fixed = FIXED.filter((field) => !same(outcome[field], fate[field]));
  if (fate.kind !== 'transmit' && fate.kind !== 'deliver') return fixed;
  const reported = (['src', 'dst', 'sport', 'dport', 'mark', 'tos'] as const).filter((field) => {
    const text = fate[field];
    if (field === 'mark' && text === 'kept') return outcome.mark !== packet.mark;
    if (field === 'mark' && !text.includes('changed')) {
      const [, mask = '0xffffffff'] = text.split('/');
      if ((((outcome.mark ?? 0) ^ (packet.mark ?? 0)) & ~Number(mask)) !== 0) return true;
    }
    return !text.split(',').every((part) => {
      if (part === 'kept' || part === 'changed' || part === 'destination') return true;
      const [value, mask = '0xffffffff'] = part.split('/');
      const has = outcome[field];
      if (typeof has !== 'number') return has === value;
      return (has & Number(mask)) >>> 0 === Number(value);
    });
  });
  return [...fixed, ...reported];
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadRules } from '../../../src/verify/ask/dead-rules.js';
import { equivalent } from '../../../src/verify/ask/diff.js';
import { FOUNDING } from '../hosts.js';

const PREFIXES = ['10.0.0.0/8', '10.0.0.0/9', '10.1.0.0/16', '10.1.2.0/24', '10.1.2.3/32'];
const commands = fc.oneof(
  fc
    .tuple(
      fc.constantFrom(...PREFIXES),
      fc.constantFrom('192.168.1.1', '192.168.1.2'),
      fc.constantFrom('', '', ' src 192.168.1.23', ' table smtp'),
    )
    .map(([prefix, gateway, more]) => `ip route add ${prefix} via ${gateway}${more}`),
  fc
    .tuple(
      fc.constantFrom('to 10.1.0.0/16', 'from 192.168.1.23', 'fwmark 0x2'),
      fc.constantFrom('smtp', 'main suppress_prefixlength 8', 'main suppress_prefixlength 16'),
    )
    .map(([selector, table]) => `ip rule add ${selector} lookup ${table}`),
);

/** Run in a small form by default, and whole in the thorough run. */
export function testIdle(runs: number): void {
  describe('what is reported to change nothing', { timeout: 120_000 }, () => {
    it('can be taken away, and no packet goes another way', () => {
      let reported = 0;
      let needless = 0;
      const property = fc.property(fc.array(commands, { minLength: 3, maxLength: 8 }), (list) => {
        const host = list.reduce((before, line) => before.exec(line.split(' ')).host, FOUNDING);
        const idle = deadRules(host).filter(
          ({ kind, text }) =>
            kind === 'needless-rule' ||
            (kind === 'no-effect' && /changes nothing: without it|twice/.test(text)),
        );
        for (const { kind, written, subject } of idle) {
          reported += 1;
          needless += kind === 'needless-rule' ? 1 : 0;
          const priority = /^(\d+): (.*)/.exec(subject);
          const gone =
            priority === null
              ? (written ?? '').replace(' add ', ' del ')
              : `ip rule del pref ${priority[1]} ${priority[2]}`;
          const without = host.exec(gone.split(' '));
          expect(without.exit).toBe(0);
          expect([gone, equivalent(host, without.host)]).toEqual([gone, true]);
          const [down, both] = [host, without.host].map(
            (one) => one.exec(['ip', 'link', 'set', 'eth0', 'down']).host,
          );
          if (down === undefined || both === undefined) throw new Error('no host');
          expect([gone, equivalent(down, both)]).toEqual([gone, true]);
        }
      });
      fc.assert(property, { numRuns: runs, seed: 1 });
      expect(reported).toBeGreaterThan(runs / 4);
      expect(needless).toBeGreaterThan(runs / 20);
    });
  });
}

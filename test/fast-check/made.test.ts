import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printPrefix, type Family } from 'nexthop';
import { chainRules, routes, rules } from 'nexthop/fast-check';

describe.each<Family>([4, 6])('of IPv%i', (family) => {
  it('routes are what their commands make', () => {
    const property = fc.property(routes(family), ({ command, value }) => {
      expect(command.words).toContain(printPrefix(value.dst));
      expect(value.type === 'unicast').toBe(
        !/blackhole|unreachable|prohibit|throw/.test(String(command)),
      );
      const [, metric] = /metric (\d+)/.exec(String(command)) ?? [];
      expect(metric === undefined || value.metric === Number(metric)).toBe(true);
    });
    fc.assert(property, { numRuns: 50 });
  });

  it('rules are what their commands make', () => {
    const property = fc.property(rules(family), ({ command, value, host }) => {
      expect(
        value.fwmark !== undefined ||
          !command.words.includes('fwmark') ||
          command.words.some((word) => /^(0x0\/0x0|0x0)$/.test(word)),
      ).toBe(true);
      expect(value.not).toBe(command.words.includes('not'));
      expect(host.exec(['ip', family === 4 ? '-4' : '-6', 'rule']).stdout).toContain(
        `${value.priority}:\t`,
      );
    });
    fc.assert(property, { numRuns: 50 });
  });

  it('netfilter rules are what their commands make', () => {
    const property = fc.property(chainRules(family), ({ command, host }) => {
      const [tool = '', ...rest] = command.words;
      const table = rest[0] === '-t' ? rest[1] : 'filter';
      const chain = rest[rest.indexOf('-A') + 1];
      const listed = host.exec([tool, '-t', table ?? '', '-S', chain ?? '']).stdout.split('\n');
      expect(listed.filter((line) => line.startsWith('-A'))).toHaveLength(1);
    });
    fc.assert(property, { numRuns: 50 });
  });
});

describe('what is made', () => {
  it('is reported as its command, and shrinks to what matters of it', () => {
    const property = fc.property(chainRules(4), ({ command }) => !command.words.includes('--mark'));
    const [made] = fc.check(property, { seed: 1, numRuns: 500 }).counterexample ?? [];
    expect(fc.stringify(made)).toMatch(
      /^iptables (-t \w+ )?-A [A-Z]+ -m mark (! )?--mark [\dxa-f/]+$/,
    );
  });
});

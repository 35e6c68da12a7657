import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TraceStep } from '../../../src/host/explanation.js';
import { deadRules } from '../../../src/verify/ask/dead-rules.js';
import type { Finding } from '../../../src/verify/lint/finding.js';
import { FOUNDING, generatedHosts, packetsFor } from '../hosts.js';

/** What is said of every packet, so that one packet can prove it wrong. */
function isAbsolute({ kind, text }: Finding): boolean {
  return kind === 'dead-chain-rule' || (kind === 'dead-rule' && / by no packet: /.test(text));
}

const MATCHES = [
  '',
  '-p tcp',
  '-p udp',
  '-p tcp --dport 25',
  '-p tcp --dport 20:30',
  '-d 10.0.0.0/8',
  '-d 10.1.0.0/16',
  '-m mark --mark 1/1',
  '-m mark ! --mark 1/1',
  '-m conntrack --ctstate NEW',
];
const TARGETS = ['ACCEPT', 'DROP', 'RETURN', 'MARK --set-mark 1', 'own'];
const SELECTORS = [
  '',
  'fwmark 1',
  'not fwmark 1',
  'to 10.0.0.0/8',
  'from 192.168.1.0/24',
  'dport 25',
];
const ACTIONS = [
  'lookup main',
  'lookup smtp',
  'unreachable',
  'lookup main suppress_prefixlength 0',
];

const commands = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('OUTPUT', 'OUTPUT', 'own'),
      fc.constantFrom(...MATCHES),
      fc.constantFrom(...TARGETS),
    )
    .filter(([chain, , target]) => chain !== target)
    .map(([chain, match, target]) => `iptables -t mangle -A ${chain} ${match} -j ${target}`),
  fc
    .tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(...SELECTORS),
      fc.constantFrom(...ACTIONS),
    )
    .map(([priority, selector, action]) => `ip rule add pref ${priority} ${selector} ${action}`),
);

const crowdedHosts = fc
  .array(commands, { minLength: 4, maxLength: 14 })
  .map((list) =>
    ['iptables -t mangle -N own', ...list].reduce(
      (host, command) => host.exec(command.split(/ +/)).host,
      FOUNDING,
    ),
  );

/** A packet has met what a finding calls dead. */
function contradicts({ text, subject }: Finding, step: TraceStep): boolean {
  if (step.kind === 'chain-rule' && step.matched) {
    return text.startsWith(`Rule ${step.number} of ${step.table} ${step.chain} (`);
  }
  return step.kind === 'rule' && step.matched && subject === `${step.priority}: ${step.text}`;
}

/** Run in a small form by default, and whole in the thorough run. */
export function testGenerated(runs: number): void {
  describe('what lint says of hosts that nobody wrote', { timeout: 120_000 }, () => {
    it('holds for every packet that is sent through them', () => {
      let dead = 0;
      const property = fc.property(
        fc.oneof({ weight: 4, arbitrary: crowdedHosts }, { weight: 1, arbitrary: generatedHosts }),
        fc.infiniteStream(fc.nat(0xffffffff)),
        (host, seeds) => {
          const found = deadRules(host).filter(isAbsolute);
          dead += found.length;
          for (const family of [4, 6] as const) {
            const reported = found.filter((finding) => finding.family === family);
            if (reported.length === 0) continue;
            const [seed = 0] = seeds.take(1);
            for (const packet of fc.sample(packetsFor(host, family), { numRuns: 50, seed })) {
              for (const step of host.explain(packet).steps) {
                expect(reported.filter((finding) => contradicts(finding, step))).toEqual([]);
              }
            }
          }
        },
      );
      fc.assert(property, { numRuns: runs, seed: 1 });
      expect(dead).toBeGreaterThan(runs / 4);
    });
  });
}

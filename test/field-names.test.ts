import { describe, expect, it } from 'vitest';
import { Host, icmp, makePacket, tcp, udp } from '../src/index.js';
import { cases, hosts, networks, packets, scripts } from '../src/fast-check/index.js';
import { run } from '../src/shell/index.js';
import {
  classes,
  coverage,
  deadRules,
  diff,
  equivalent,
  journeyClasses,
  journeyDiff,
  packetSet,
  printCoverage,
  prove,
  proveClaim,
} from '../src/verify/index.js';
import { CoverageReporter } from '../src/vitest/index.js';

/** What a caller without types writes: `any` takes the place of each type. */
function untyped(fields: Record<string, unknown>): never {
  return fields as never;
}

const host = Host.fromCommands('ip link set lo up');
const packet = udp({ dst: '127.0.0.1', dport: 53 });
const covered = coverage(host, [packet]);

describe('a field that is misspelt is refused, with the nearest one', () => {
  it.each<readonly [of: string, misspelt: () => unknown, message: string]>([
    [
      'udp',
      () => udp(untyped({ dst: '::1', dprt: 53 })),
      'dprt: no such field; did you mean dport?',
    ],
    [
      'tcp',
      () => tcp(untyped({ dst: '::1', flags: 2 })),
      'flags: no such field; known: iif, oif, src, dst',
    ],
    [
      'icmp',
      () => icmp(untyped({ dst: '::1', marc: 2 })),
      'marc: no such field; did you mean mark?',
    ],
    [
      'makePacket',
      () => makePacket(untyped({ dst: '::1', protocoll: 6 })),
      'did you mean protocol?',
    ],
    [
      'packetSet',
      () => packetSet(untyped({ dports: 25 })),
      'dports: no such field; did you mean dport?',
    ],
    ['send', () => host.send(packet, untyped({ deadlin: 1 })), 'did you mean deadline?'],
    ['explain', () => host.explain(packet, untyped({ folow: true })), 'did you mean follow?'],
    ['journey', () => host.journey(packet, untyped({ signl: true })), 'did you mean signal?'],
    ['connect', () => host.connect(untyped({ dst: '127.0.0.1', dprt: 1 })), 'did you mean dport?'],
    ['compile', () => host.compile(untyped({ maxNods: 1 })), 'did you mean maxNodes?'],
    [
      'listen',
      () => host.listen(untyped({ protocol: 'tcp', port: 1, addres: '::' })),
      'did you mean address?',
    ],
    ['classes', () => classes(host, untyped({ famly: 4 })), 'did you mean family?'],
    ['diff', () => diff(host, host, untyped({ choice: 'rule' })), 'did you mean choices?'],
    ['equivalent', () => equivalent(host, host, untyped({ famly: 4 })), 'did you mean family?'],
    ['journeyClasses', () => journeyClasses(host, untyped({ famly: 4 })), 'did you mean family?'],
    ['journeyDiff', () => journeyDiff(host, host, untyped({ famly: 4 })), 'did you mean family?'],
    ['prove', () => prove(host, untyped({ conections: 'any' })), 'did you mean connections?'],
    [
      'proveClaim',
      () => proveClaim(host, 'every udp never leaves', untyped({ nmes: host })),
      'did you mean names?',
    ],
    ['coverage', () => coverage(host, [], untyped({ deadlin: 1 })), 'did you mean deadline?'],
    [
      'printCoverage',
      () => printCoverage(covered, untyped({ clases: true })),
      'did you mean classes?',
    ],
    ['deadRules', () => deadRules(host, untyped({ deadlin: 1 })), 'did you mean deadline?'],
    [
      'CoverageReporter',
      () => new CoverageReporter(untyped({ clases: true })),
      'did you mean classes?',
    ],
    ['scripts', () => scripts(4, untyped({ maxCommand: 3 })), 'did you mean maxCommands?'],
    ['hosts', () => hosts(4, untyped({ begin: host })), 'begin: no such field; known: start'],
    ['cases', () => cases(4, untyped({ subject: [] })), 'did you mean subjects?'],
    ['networks', () => networks(4, untyped({ maxNamespace: 3 })), 'did you mean maxNamespaces?'],
    ['packets', () => packets(4, untyped({ device: [] })), 'did you mean devices?'],
  ])('%s', (_of, misspelt, message) => {
    expect(misspelt).toThrow(TypeError);
    expect(misspelt).toThrow(message);
  });

  it('run', async () => {
    await expect(run('true', untyped({ arg: ['x'] }))).rejects.toThrow('did you mean args?');
    const limits = untyped({ limits: { comands: 3 } });
    await expect(run('true', limits)).rejects.toThrow('did you mean commands?');
  });
});

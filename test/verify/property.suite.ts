import type { Take } from '../sample.js';
import { expect, it } from 'vitest';
import type { Host } from '../../src/host/host.js';
import { analyse, type Analysis } from '../../src/verify/analysis.js';
import type { Node } from '../../src/verify/engine/diagram.js';
import { PacketSpace } from '../../src/verify/packet-space.js';
import * as property from '../../src/verify/property.js';
import type { Property } from '../../src/verify/property.js';
import { FOUNDING, scenarioHosts } from './hosts.js';

/** Claims of every kind, about what the links and rules of a host say. */
function claimsAbout({ namespace }: Host): readonly Property[] {
  const devices = namespace.links.toArray().map(({ name }) => name);
  const rules = namespace.v4.rules.toArray().map(({ priority }) => priority);
  return [
    ...['192.168.1.1', '192.168.1.2', '10.0.0.1'].map((gateway) => property.leavesVia(gateway)),
    ...devices.flatMap((dev) => [property.leavesBy(dev), property.neverLeavesBy(dev)]),
    ...(['transmit', 'deliver', 'drop', 'error'] as const).map((kind) =>
      property.endsAs(kind, kind),
    ),
    property.failsWith('ENETUNREACH'),
    property.failsWith('EHOSTUNREACH'),
    ...rules.map((priority) => property.takesRule(priority)),
    property.keepsSource(),
    property.endsWith('mark', 2, 0xff),
  ];
}

/** The packets for which a claim is true. */
function where({ holds }: Property, analysis: Analysis): Node {
  const { diagram } = analysis.space;
  return diagram.any(
    analysis.arrivals.map((arrival) =>
      diagram.all([analysis.packets, arrival.state.packets, holds(arrival, analysis)]),
    ),
  );
}

/** Rules of all actions; marks; reject and unreachable routes; translation. */
const FEW: ReadonlySet<string> = new Set([
  'rule-actions-and-suppressors',
  'lartc-mail-by-mark',
  'reject-kill-switch',
  'vpn-for-one-user',
]);

/** Run in a small form by default, and whole in the thorough run. */
export function testProperties(take: Take): void {
  it('claims look at no more of an end than they say', { timeout: 120_000 }, async () => {
    const hosts = await scenarioHosts();
    const few = take(hosts.filter(([name]) => FEW.has(name))).map(([, host]) => host);
    expect(few.length).toBe(take([...FEW]).length);
    for (const host of [FOUNDING, ...few]) {
      const { namespace } = host;
      const space = new PacketSpace([namespace]);
      for (const direction of ['sent', 'received'] as const) {
        const asked = { family: 4, direction, connections: 'first' } as const;
        const observe = (observed: Property['observed']): Analysis =>
          analyse(space, namespace, { ...asked, observed });
        const analyses = {
          nothing: observe('nothing'),
          fate: observe('fate'),
          outcome: observe('outcome'),
        };
        for (const claim of claimsAbout(host)) {
          const told = [claim.text, where(claim, analyses[claim.observed])];
          expect(told).toEqual([claim.text, where(claim, analyses.outcome)]);
        }
      }
    }
  });
}

import type { Take } from '../../sample.js';
import { expect, it } from 'vitest';
import { describeAs } from '../../../src/host/describe.js';
import type { Host } from '../../../src/host/host.js';
import { analyse, type Analysis } from '../../../src/verify/ask/analysis.js';
import type { Node } from '../../../src/verify/engine/diagram.js';
import type { Observed } from '../../../src/verify/run/liveness.js';
import { PacketSpace } from '../../../src/verify/packets/packet-space.js';
import { arrivalMeets } from '../../../src/verify/property/arrival-meets.js';
import { observedBy } from '../../../src/verify/property/condition.js';
import type { Property } from '../../../src/verify/property/properties.js';
import { claimsAbout } from './claims-about.js';
import { FOUNDING, scenarioHosts } from '../hosts.js';

/** The packets for which a claim is true. */
function where({ condition }: Property, analysis: Analysis, { namespace, machine }: Host): Node {
  const { diagram } = analysis.space;
  const names = describeAs(namespace, machine.files);
  return diagram.any(
    analysis.arrivals.map((arrival) =>
      diagram.all([
        analysis.packets,
        arrival.state.packets,
        arrivalMeets(condition, arrival, analysis, (id) => names.table(id)),
      ]),
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
  it('claims look at no more of an end than they say', { timeout: 600_000 }, async () => {
    for (const host of [FOUNDING, ...(await scenarioHosts(take, FEW))]) {
      const { namespace } = host;
      const space = new PacketSpace([namespace]);
      for (const direction of ['sent', 'received'] as const) {
        const asked = { family: 4, direction, connections: 'first' } as const;
        const observe = (observed: Observed): Analysis =>
          analyse(space, namespace, { ...asked, observed });
        const analyses = {
          nothing: observe('nothing'),
          fate: observe('fate'),
          outcome: observe('outcome'),
        };
        for (const claim of claimsAbout(host)) {
          const reported = [claim.text, where(claim, analyses[observedBy(claim.condition)], host)];
          expect(reported).toEqual([claim.text, where(claim, analyses.outcome, host)]);
        }
      }
    }
  });
}

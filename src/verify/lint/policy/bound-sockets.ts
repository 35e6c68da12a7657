import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { devicesOf, routesOf } from '../networks.js';
import { tableOf } from './selectors.js';

/** Rules for sockets that are bound to a device, whose table has routes over other devices only: such a socket can't use them. */
export const boundSockets: Check = (facts) =>
  facts.rules.flatMap((rule): readonly Finding[] => {
    const { oif } = rule;
    const table = tableOf(rule);
    if (oif === undefined || table === undefined || rule.not) return [];
    if (!facts.namespace.links.some(({ name }) => name === oif)) return [];
    const routes = routesOf(facts.namespace, facts.family, table).filter(
      ({ type }) => type === 'unicast',
    );
    const devices = devicesOf(facts.namespace, routes);
    if (devices.size === 0 || devices.has(oif)) return [];
    const name = facts.describe.table(table);
    return [
      makeFinding({
        kind: 'missing-route',
        ...facts.aboutRule(rule),
        also: routes.map(({ written }) => written),
        text: `${facts.sayRule(rule)} is for sockets that are bound to ${oif}, but table ${name} has routes by ${[...devices].join(' and ')} only, of which such a socket can use none`,
      }),
    ];
  });

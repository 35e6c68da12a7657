import {
  forwarding,
  forwarding6,
  FORWARDING_ALL,
  readSysctl,
} from '../../../namespace/sysctl/sysctl.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding } from '../finding.js';
import { routesOf } from '../networks.js';
import { cluesOf } from '../route/rp-filter.js';
import { refuses, tableOf } from '../policy/selectors.js';

/** A host that does not forward, with rules for packets that would have to be forwarded. */
export const forwardingOff: Check = (facts) => {
  const { namespace, family } = facts;
  const forwards = family === 4 ? forwarding : forwarding6;
  const links = namespace.links.toArray().filter(({ kind, up }) => kind !== 'loopback' && up);
  if (links.length < 2 || links.some((link) => forwards(namespace, link))) return [];
  const reason = reasonToForward(facts);
  if (reason === undefined) return [];
  const key = family === 4 ? 'net.ipv4.ip_forward' : 'net.ipv6.conf.all.forwarding';
  const other = family === 6 && readSysctl(namespace, 'net.ipv4.ip_forward') === '1';
  return [
    makeFinding({
      kind: 'forwarding-off',
      family,
      subject: key,
      also: [reason.written],
      clues: [...cluesOf(key), ...(other ? cluesOf('net.ipv4.ip_forward') : [])],
      text: `${key} is 0${other ? ' (net.ipv4.ip_forward says nothing of IPv6)' : ''}, so nothing is forwarded, although ${reason.text}`,
    }),
  ];
};

/** Reports whether packets are forwarded that arrive on some device. */
export function forwardsAnything({ namespace, family }: Facts): boolean {
  const forwards = family === 4 ? forwarding : forwarding6;
  return namespace.links
    .toArray()
    .some((link) => link.kind !== 'loopback' && forwards(namespace, link));
}

interface Reason {
  readonly text: string;
  readonly written?: string | undefined;
}

function reasonToForward(facts: Facts): Reason | undefined {
  const { chainRules, rules, namespace, family, state } = facts;
  const forward = chainRules.find(
    ({ hooks, rule: { target } }) =>
      hooks.includes('FORWARD') && !(target.kind === 'verdict' && target.verdict === 'DROP'),
  );
  if (forward !== undefined) {
    return {
      text: `${facts.sayChainRule(forward)} is there for forwarded packets`,
      written: forward.rule.written,
    };
  }
  const translated = chainRules.find(
    ({ table, hooks, rule: { target, src } }) =>
      table === 'nat' &&
      target.kind === 'extension' &&
      ((target.data.name === 'DNAT' && hooks.includes('PREROUTING')) ||
        (src !== undefined && hooks.includes('POSTROUTING'))),
  );
  if (translated !== undefined) {
    return {
      text: `${facts.sayChainRule(translated)} translates forwarded packets`,
      written: translated.rule.written,
    };
  }
  const arriving = rules.find((rule) => {
    if (rule.written === undefined || rule.iif === undefined || rule.iif === 'lo') return false;
    const table = tableOf(rule);
    return refuses(rule) || (table !== undefined && routesOf(namespace, family, table).length > 0);
  });
  if (arriving !== undefined) {
    return { text: `${facts.sayRule(arriving)} is there for them`, written: arriving.written };
  }
  // Somebody has written the 0, on a host that stands between networks.
  const key = family === 4 ? FORWARDING_ALL : 'net.ipv6.conf.all.forwarding';
  const inside = facts.networks.find(({ device }) => !facts.uplinks.has(device));
  if (!namespace.sysctls.has(key) || inside === undefined || facts.uplinks.size === 0)
    return undefined;
  return state.customRules
    ? {
        text: `${inside.device} is a network behind this host, whose way out is ${[...facts.uplinks].join(' and ')}`,
      }
    : undefined;
}

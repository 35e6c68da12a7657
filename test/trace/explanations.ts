import type { Explanation, FlowJson, Miss, TraceStep } from '../../src/host/explanation.js';
import type { Outcome, OutcomeFields } from '../../src/host/outcome.js';

const FIELDS: OutcomeFields = {
  dev: 'eth0',
  gateway: '192.168.1.1',
  neighbour: 'none',
  src: '192.168.1.23',
  dst: '203.0.113.9',
  sport: 40000,
  dport: 25,
  mark: 0,
  tos: 0,
  ttl: 64,
  table: 'main',
  rule: 32766,
  route: 'default via 192.168.1.1 dev eth0',
  errno: null,
  at: null,
  icmp: null,
  copy: null,
};

const FLOW: FlowJson = {
  iif: 'lo',
  oif: null,
  src: '0.0.0.0',
  dst: '203.0.113.9',
  mark: 0,
  tos: 0,
  protocol: 6,
  sport: 0,
  dport: 25,
  uid: 0,
};

/** A fate, with what doesn't matter filled in. */
function outcomeOf<Kind extends Outcome['kind']>(
  kind: Kind,
  fields: Partial<Extract<Outcome, { kind: Kind }>>,
): Outcome {
  return { ...FIELDS, ...fields, kind };
}

/** An `ip rule` that was tried; without misses it matched. */
function ipRule(priority: number, text: string, misses: readonly Miss[] = []): TraceStep {
  const written = [0, 32766, 32767].includes(priority) ? null : `ip rule add ${text}`;
  return {
    kind: 'rule',
    priority,
    text,
    written,
    matched: misses.length === 0,
    error: null,
    misses,
  };
}

/** A routing table that was read. */
function table(
  name: string,
  route: string | null,
  more: Partial<Extract<TraceStep, { kind: 'table' }>> = {},
): TraceStep {
  return {
    kind: 'table',
    table: name,
    ids: [],
    flow: FLOW,
    answer: route === null ? 'none' : 'route',
    route,
    written: route === null ? null : `ip route add ${route} table ${name}`,
    dev: null,
    gateway: null,
    error: null,
    ...more,
  };
}

/** The end of a built-in chain. */
function policy(verdict: 'ACCEPT' | 'DROP', hook: 'OUTPUT' | 'INPUT' = 'OUTPUT'): TraceStep {
  const name = hook === 'OUTPUT' ? 'mangle' : 'filter';
  return { kind: 'policy', table: name, chain: hook, hook, policy: verdict, mark: 0 };
}

/** A rule of mangle OUTPUT, or of a chain called from there, that was tried; without misses it matched. */
function chainRule(
  chain: string,
  number: number,
  text: string,
  more: Partial<Extract<TraceStep, { kind: 'chain-rule' }>> = {},
): TraceStep {
  const { misses = [] } = more;
  return {
    kind: 'chain-rule',
    table: 'mangle',
    chain,
    number,
    text: `-A ${chain} ${text}`,
    written: `iptables -t mangle -A ${chain} ${text}`,
    depth: 0,
    matched: misses.length === 0,
    misses,
    changes: [],
    verdict: misses.length === 0 ? 'continue' : null,
    mark: 0,
    ...more,
  };
}

/** One condition that did not hold. */
function miss(field: string, needs: string, has: string): Miss {
  return { field, needs, has };
}

const LOCAL = [ipRule(0, 'from all lookup local'), table('local', null)];
const MAIN = [
  ipRule(32766, 'from all lookup main'),
  table('main', 'default via 192.168.1.1 dev eth0'),
];

/** A packet to port 25 that is marked, and routed again for its mark. */
export const SMTP: Explanation = {
  steps: [
    { kind: 'check', what: 'bind', passed: true },
    { kind: 'lookup', purpose: 'output', key: 'to 203.0.113.9 proto tcp dport 25' },
    ...LOCAL,
    ipRule(32765, 'fwmark 0x2 table smtp', [miss('fwmark', '0x2', '0x0')]),
    ...MAIN,
    { kind: 'source', src: '192.168.1.23' },
    {
      kind: 'lookup',
      purpose: 'output',
      key: 'to 203.0.113.9 from 192.168.1.23 proto tcp dport 25',
    },
    ...LOCAL,
    ipRule(32765, 'fwmark 0x2 table smtp', [miss('fwmark', '0x2', '0x0')]),
    ...MAIN,
    { kind: 'hook', table: 'mangle', chain: 'OUTPUT', hook: 'OUTPUT' },
    chainRule('OUTPUT', 1, '-p tcp --dport 25 -j MARK --set-mark 0x2', {
      changes: [{ field: 'mark', from: '0x0', to: '0x2' }],
    }),
    policy('ACCEPT'),
    { kind: 'reroute', needed: true, changes: [{ field: 'mark', from: '0x0', to: '0x2' }] },
    { kind: 'lookup', purpose: 'reroute', key: 'to 203.0.113.9 from 192.168.1.23 mark 0x2' },
    ...LOCAL,
    ipRule(32765, 'fwmark 0x2 table smtp'),
    table('smtp', 'default via 192.168.1.2 dev eth0'),
  ],
  outcome: outcomeOf('transmit', { gateway: '192.168.1.2', mark: 2, table: 'smtp', rule: 32765 }),
};

/** A packet that passes user chains and many rules, and is dropped by the policy. */
export const DROPPED: Explanation = {
  steps: [
    { kind: 'lookup', purpose: 'output', key: 'to 203.0.113.9' },
    ...LOCAL,
    ...MAIN,
    { kind: 'source', src: '192.168.1.23' },
    { kind: 'hook', table: 'mangle', chain: 'OUTPUT', hook: 'OUTPUT' },
    chainRule('OUTPUT', 1, '-j marks', { verdict: 'jump marks' }),
    chainRule('marks', 1, '-p udp -j MARK --set-mark 1', {
      depth: 1,
      misses: [miss('protocol', 'udp', 'tcp')],
    }),
    chainRule('marks', 2, '-j deeper', { depth: 1, verdict: 'jump deeper' }),
    chainRule('deeper', 1, '-p udp --dport 53 -j ACCEPT', {
      depth: 2,
      misses: [miss('protocol', 'udp', 'tcp'), miss('dport', '53', '25')],
    }),
    chainRule('marks', 3, '-p tcp -j TOS --set-tos 0x10', {
      depth: 1,
      changes: [{ field: 'tos', from: '0x0', to: '0x10' }],
    }),
    ...[80, 443, 8080, 8443, 3128].map((port, index) =>
      chainRule('OUTPUT', index + 2, `-p tcp --dport ${port} -j ACCEPT`, {
        misses: [miss('dport', String(port), '25')],
      }),
    ),
    policy('DROP'),
  ],
  outcome: outcomeOf('drop', { at: 'mangle OUTPUT policy', errno: 'EPERM', tos: 16 }),
};

/** A packet that a rule drops. */
export const DROPPED_BY_RULE: Explanation = {
  steps: [
    { kind: 'lookup', purpose: 'output', key: 'to 203.0.113.9' },
    ...LOCAL,
    ...MAIN,
    { kind: 'hook', table: 'mangle', chain: 'OUTPUT', hook: 'OUTPUT' },
    chainRule('OUTPUT', 1, '-p tcp -j DROP', { verdict: 'drop' }),
  ],
  outcome: outcomeOf('drop', { at: 'mangle OUTPUT rule 1', errno: 'EPERM' }),
};

/** A local packet without a route, past a rule that puts one back, a table that has none, and a blackhole. */
export const UNROUTED: Explanation = {
  steps: [
    { kind: 'lookup', purpose: 'output', key: 'to 203.0.113.9' },
    ...LOCAL,
    ipRule(100, 'from all lookup main suppress_prefixlength 0'),
    table('main', 'default via 192.168.1.1 dev eth0'),
    { kind: 'suppress', priority: 100, text: 'suppress_prefixlength 0' },
    ipRule(150, 'from all lookup 6'),
    table('6', null),
    ipRule(200, 'from all lookup 7'),
    table('7', 'blackhole default', { answer: 'error', error: 'EINVAL' }),
  ],
  outcome: outcomeOf('error', {
    at: 'route lookup (output)',
    errno: 'EINVAL',
    dev: null,
    gateway: null,
    neighbour: null,
    src: null,
  }),
};

/** A received packet whose source doesn't pass rp_filter. */
export const FILTERED: Explanation = {
  steps: [
    { kind: 'lookup', purpose: 'input', key: 'to 203.0.113.9 from 10.0.0.5 iif eth1' },
    ...LOCAL,
    ...MAIN,
    { kind: 'lookup', purpose: 'reverse-path', key: 'to 10.0.0.5 from 203.0.113.9 iif eth0' },
    ...LOCAL,
    ...MAIN,
    { kind: 'check', what: 'source-address', passed: true },
    { kind: 'check', what: 'rp_filter', passed: false },
  ],
  outcome: outcomeOf('drop', { at: 'rp_filter', src: '10.0.0.5', dev: 'eth1' }),
};

/** A received packet that is forwarded, its source checked by a full lookup, past no rule. */
export const FORWARDED: Explanation = {
  steps: [
    { kind: 'lookup', purpose: 'input', key: 'to 203.0.113.9 from 10.0.0.5 iif eth1' },
    ...LOCAL,
    ...MAIN,
    { kind: 'lookup', purpose: 'reverse-path', key: 'to 10.0.0.5 from 203.0.113.9 iif eth0' },
    ...LOCAL,
    ...MAIN,
    { kind: 'check', what: 'ttl', passed: true },
  ],
  outcome: outcomeOf('transmit', { src: '10.0.0.5', ttl: 63, neighbour: '02:00:00:00:01:01' }),
};

/** A received packet that is delivered; one that comes by lo, with a choice among equal routes. */
export const DELIVERED: Explanation = {
  steps: [
    { kind: 'lookup', purpose: 'output', key: 'to 203.0.113.9' },
    ...MAIN,
    { kind: 'default-route', route: 'default via 192.168.1.9 dev eth0' },
    { kind: 'reroute', needed: false, changes: [] },
    { kind: 'loopback', dev: 'lo' },
    { kind: 'lookup', purpose: 'input', key: 'to 203.0.113.9' },
    ipRule(0, 'from all lookup local'),
    table('local', 'local 203.0.113.9 dev eth0 proto kernel scope host src 203.0.113.9', {
      written: null,
    }),
    { kind: 'hook', table: 'filter', chain: 'INPUT', hook: 'INPUT' },
    policy('ACCEPT', 'INPUT'),
  ],
  outcome: outcomeOf('deliver', { dev: 'eth0', gateway: null, neighbour: null }),
};

import { assertNever } from '../../../assert-never.js';
import type { Outcome } from '../../../host/outcome.js';
import { findsSocket } from '../../../netfilter/extension/target/tproxy-target.js';
import { someStatement } from '../../../netfilter/nft/some-statement.js';
import { isNftRule } from '../../../netfilter/rule.js';
import { printPacketWords } from '../../../packet/packet-words.js';
import { printListener } from '../../ask/assumptions.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { nftRules } from '../nft/nft-rules.js';
import { unheardPackets, type ProxyRule, type Unheard } from './unheard-packets.js';

/**
 * Rules that hand packets to a proxy where none listens. Of sockets that are stated to listen one has to be there; where none is stated,
 * any may be, and it is a note that packets of a rule of nft leave past the proxy while it is not running: those of iptables are dropped then.
 */
export const unheardProxies: Check = (facts) => {
  const proxies = [...proxiesOfIptables(facts), ...proxiesOfNft(facts)];
  const stated = !facts.namespace.listeners.isEmpty();
  const asked = stated ? proxies : proxies.filter(({ rule }) => isNftRule(rule));
  if (asked.length === 0) return [];
  const unheard = unheardPackets(facts, asked);
  return asked.flatMap((proxy): readonly Finding[] => {
    const met = unheard.get(proxy.rule);
    if (met === undefined) return [];
    return stated ? [fault(facts, proxy, met)] : note(facts, proxy, met);
  });
};

function proxiesOfIptables({ chainRules }: Facts): readonly ProxyRule[] {
  return chainRules.filter(
    ({ rule: { target }, hooks }) =>
      hooks.includes('PREROUTING') && target.kind === 'extension' && findsSocket(target.data),
  );
}

function proxiesOfNft({ namespace, family }: Facts): readonly ProxyRule[] {
  const found = nftRules(namespace, family).filter(({ rule }) =>
    someStatement(rule.statements, ({ kind }) => kind === 'tproxy'),
  );
  return found.filter(
    ({ rule }, index) => found.findIndex((other) => other.rule === rule) === index,
  );
}

/** No socket that is stated takes the packet. */
function fault(facts: Facts, proxy: ProxyRule, { packet, outcome }: Unheard): Finding {
  const sockets = facts.namespace.listeners.toArray().map(printListener).join(', ');
  return makeFinding({
    kind: 'unheard-proxy',
    ...about(facts, proxy),
    text: `${say(facts, proxy)} finds no transparent socket for ${printPacketWords(packet)}, which ${sayFate(outcome)}: these listen: ${sockets}`,
  });
}

/** While nothing listens a packet leaves by itself. */
function note(facts: Facts, proxy: ProxyRule, { packet, outcome }: Unheard): readonly Finding[] {
  if (outcome.kind !== 'transmit') return [];
  return [
    makeFinding({
      kind: 'unheard-proxy',
      severity: 'note',
      ...about(facts, proxy),
      text: `While no transparent socket listens, ${say(facts, proxy)} ends for ${printPacketWords(packet)}, which ${sayFate(outcome)}, past the proxy: a rule behind it that drops would keep it in`,
    }),
  ];
}

function about(
  facts: Facts,
  { rule, chain, table }: ProxyRule,
): Pick<Finding, 'family' | 'subject' | 'written'> {
  const subject = facts.describe.chainRule(rule, chain, facts.family, table);
  return { family: facts.family, subject, written: rule.written ?? null };
}

function say(facts: Facts, proxy: ProxyRule): string {
  const { rule, chain, table } = proxy;
  const text = facts.describe.chainRule(rule, chain, facts.family, table);
  return `\`${text}\` (rule ${proxy.number} of ${table} ${chain})`;
}

function sayFate(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'transmit':
      return `leaves by ${outcome.dev}${outcome.gateway === null ? '' : ` via ${outcome.gateway}`}`;
    case 'deliver':
      return 'is delivered here, to no proxy';
    case 'drop':
    case 'error':
      return `is dropped at ${outcome.at}`;
    default:
      return assertNever(outcome);
  }
}

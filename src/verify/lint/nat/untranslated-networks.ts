import { printAddress, printPrefix } from '../../../address/address-text.js';
import { addressFromWords, sameAddress } from '../../../address/address.js';
import { makePrefix, prefixCovers, type Prefix } from '../../../address/prefix.js';
import type { Host } from '../../../host/host.js';
import type { Rule } from '../../../rpdb/rule.js';
import { FALSE } from '../../engine/diagram.js';
import type { Check } from '../check.js';
import { matched, type Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { sayStep, type Journey } from '../reach/journey.js';
import { agrees } from '../mark/mark-use.js';
import { hostIn, isPrivate, type Network } from '../networks.js';
import { fieldsFor, probe } from '../reach/probes.js';

/** Packets of networks behind this host that leave for the internet with a source of their own, where NAT is used or needed. */
export const untranslatedNetworks: Check = (facts) => {
  const inside = facts.networks.filter(({ device }) => !facts.uplinks.has(device));
  const reported = new Set<string>();
  return inside
    .flatMap((network) => hostsOf(facts, network))
    .flatMap((network) =>
      waysFrom(facts, network).flatMap((journey): readonly Finding[] => {
        const found = untranslated(facts, network, journey);
        const key = `${network.device} ${journey.outcome.dev}`;
        if (found === undefined || reported.has(key)) return [];
        reported.add(key);
        return [found];
      }),
    );
};

/** A network by one of its hosts, and by one on the other side of each prefix within it for which sources are translated. */
function hostsOf(facts: Facts, network: Network): readonly Network[] {
  const { prefix, device, host, route } = network;
  const halves = facts.chainRules.flatMap(({ rule, table }) =>
    table !== 'nat' || rule.src === undefined || rule.src.inverted
      ? []
      : matched(rule.src).filter(
          (part) => part.length > prefix.length && prefixCovers(prefix, part),
        ),
  );
  const others = halves.flatMap((part) => {
    const other = hostIn(besides(part), facts.own);
    return other === undefined ? [] : [other];
  });
  return [host, ...others].map((one): Network => ({ prefix, device, route, host: one }));
}

/** The other half of the prefix that is one bit shorter. */
function besides({ address, length }: Prefix): Prefix {
  const words = address.words.map((word, index) => {
    const bit = length - 1 - 32 * index;
    return bit < 0 || bit > 31 ? word : (word ^ (0x80000000 >>> bit)) >>> 0;
  });
  return makePrefix(addressFromWords(address.family, words), length);
}

/** What becomes of packets of a network by every way out: plainly, by each rule, and when the other devices are down. */
function waysFrom(facts: Facts, { host, device }: Network): readonly Journey[] {
  const from = { src: host, iif: device };
  const plain = probe({ ...from, dst: facts.far });
  const ruled = facts.rules
    .filter((rule) => rule.written !== undefined && isMarkedOnArrival(facts, rule))
    .filter(({ to }) => to === undefined || !isPrivate(to.prefix.address))
    .flatMap((rule) => fieldsFor(facts, rule, from) ?? [])
    .map((fields) => probe(fields));
  const now = [plain, ...ruled].map((packet) => facts.send(packet));
  const used = new Set(now.map(({ outcome }) => outcome.dev));
  const reserves = [...facts.uplinks].filter((uplink) => !used.has(uplink) && uplink !== device);
  const later = reserves.flatMap((): readonly Journey[] => {
    const first = now[0]?.outcome.dev;
    const down: Host | undefined = typeof first === 'string' ? facts.withDown(first) : undefined;
    return down === undefined ? [] : [facts.send(plain, down)];
  });
  return [...now, ...later];
}

/** Packets that arrive have the mark of a rule when another gives it to them. */
function isMarkedOnArrival({ marks }: Facts, { fwmark }: Rule): boolean {
  if (fwmark === undefined || (fwmark.value & fwmark.mask) === 0) return true;
  return marks.writes.some(
    (write) =>
      write.to === 'mark' && write.at.hooks.includes('PREROUTING') && agrees(write, fwmark),
  );
}

function untranslated(facts: Facts, network: Network, journey: Journey): Finding | undefined {
  const { outcome, rule, table, met } = journey;
  const { family } = facts;
  if (outcome.kind !== 'transmit' || outcome.dev === network.device) return undefined;
  if (outcome.src !== printAddress(network.host) || outcome.gateway === null) return undefined;
  if (!facts.uplinks.has(outcome.dev) || !needsNat(facts, network, outcome.dev)) return undefined;
  const accepted = met.findLast(({ table: at, chain }) => at === 'filter' && chain !== 'INPUT');
  const ruled = rule?.written === null ? undefined : rule;
  const main = ruled ?? table;
  if (main === undefined) return undefined;
  const ways = [ruled, table].filter((step) => step !== undefined).map(sayStep);
  const passed = accepted === undefined ? '' : `, let through by ${sayStep(accepted)}`;
  const usual = facts.networks.some(({ host }) => sameAddress(host, network.host));
  const whole = printPrefix(network.prefix);
  const said = usual ? whole : `${printAddress(network.host)}, one of ${whole}`;
  return makeFinding({
    kind: 'missing-snat',
    family,
    subject: `${said} by ${outcome.dev}`,
    written: main.written,
    also: [ruled?.written, table?.written, accepted?.written],
    text: `Packets from ${said} (${network.device}) leave by ${outcome.dev} with their own source, since no SNAT or MASQUERADE meets them there: ${ways.join(' and ')}${passed}`,
  });
}

/** Sources are translated somewhere here, or have to be: private addresses that a filter lets out by a public one. */
function needsNat(facts: Facts, network: Network, uplink: string): boolean {
  const rules = facts.chainRules.filter(({ hooks }) => hooks.length > 0);
  const after = rules.filter(
    ({ table, hooks }) => table === 'nat' && hooks.includes('POSTROUTING'),
  );
  const translating = after.filter(({ rule }) => rule.target.kind === 'extension');
  if (after.length > 0 && translating.length === 0) return true;
  const { space } = facts.reach;
  const unmarked = translating.some(({ rule }) =>
    facts.reach
      .of(rule)
      .some(({ held }) => space.diagram.and(held, space.isZero('mark')) !== FALSE),
  );
  if (unmarked) return true;
  const edge = rules.some(
    ({ table, hooks }) => table === 'nat' || (table === 'filter' && hooks.includes('FORWARD')),
  );
  const outside = facts.own.filter(({ device }) => device === uplink);
  return (
    edge &&
    facts.family === 4 &&
    isPrivate(network.host) &&
    outside.length > 0 &&
    outside.every(({ address }) => !isPrivate(address))
  );
}

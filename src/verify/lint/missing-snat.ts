import { printAddress, printPrefix } from '../../address/address-text.js';
import { FALSE } from '../engine/diagram.js';
import { findPoint } from '../find-point.js';
import { packetAt } from '../point.js';
import type { Packet } from '../../packet/packet.js';
import type { Check } from './check.js';
import type { ChainRule } from './chain-rules.js';
import type { Facts } from './facts.js';
import { makeFinding, type Finding } from './finding.js';
import { sayStep, type Journey } from './journey.js';
import { agrees } from './mark-use.js';
import { isInTime, isSetting } from './marks.js';
import { isPrivate, type Network } from './networks.js';
import { fieldsFor, probe } from './probes.js';
import type { Rule } from '../../rpdb/rule.js';
import type { Host } from '../../host/host.js';

/** Packets of networks behind this host that leave for the internet with a source of their own, where NAT is used or needed. */
export const untranslatedNetworks: Check = (facts) => {
  const inside = facts.networks.filter(({ device }) => !facts.uplinks.has(device));
  const told = new Set<string>();
  return inside.flatMap((network) =>
    waysFrom(facts, network).flatMap((journey): readonly Finding[] => {
      const found = untranslated(facts, network, journey);
      const key = `${network.device} ${journey.outcome.dev}`;
      if (found === undefined || told.has(key)) return [];
      told.add(key);
      return [found];
    }),
  );
};

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
  return makeFinding({
    kind: 'missing-snat',
    family,
    subject: `${printPrefix(network.prefix)} by ${outcome.dev}`,
    written: main.written,
    also: [ruled?.written, table?.written, accepted?.written],
    text: `Packets from ${printPrefix(network.prefix)} (${network.device}) leave by ${outcome.dev} with their own source, since no SNAT or MASQUERADE meets them there: ${ways.join(' and ')}${passed}`,
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

/** Own packets that a mark sends out by another device than the one for which their source was chosen. */
export const strandedSources: Check = (facts) => {
  const routed = facts.marks.reads.filter(({ by, of }) => 'rule' in by && of === 'mark');
  const places = facts.marks.writes
    .filter(isSetting)
    .filter((write) => routed.some((read) => agrees(write, read)))
    .map(({ at }) => at)
    .filter(({ hooks, table }) => hooks.includes('OUTPUT') && isInTime(table, 'OUTPUT'));
  const told = new Set<string>();
  return places.flatMap((at): readonly Finding[] => {
    const packet = ownPacketMeeting(facts, at);
    if (packet === undefined) return [];
    const { outcome, met, rule, table } = facts.send(packet);
    if (outcome.kind !== 'transmit' || outcome.src === null) return [];
    if (
      !met.some(
        ({ written, number, chain }) =>
          chain === at.chain && number === at.number && written === (at.rule.written ?? null),
      )
    )
      return [];
    const owner = facts.own.find(({ address }) => printAddress(address) === outcome.src);
    const other = facts.own.some(({ device }) => device === outcome.dev);
    if (owner === undefined || owner.device === outcome.dev || !other) return [];
    const key = `${at.chain} ${at.number}`;
    if (told.has(key)) return [];
    told.add(key);
    return [
      makeFinding({
        kind: 'missing-snat',
        family: facts.family,
        subject: facts.describe.chainRule(at.rule, at.chain, facts.family),
        written: at.rule.written,
        also: [rule?.written, table?.written],
        text: `Packets that ${facts.sayChainRule(at)} marks are routed again and leave by ${outcome.dev} with ${outcome.src}, an address of ${owner.device}: the second lookup keeps the source, and no SNAT or MASQUERADE meets them there`,
      }),
    ];
  });
};

/** A packet of an unbound socket to the internet that meets a rule of mangle OUTPUT; undefined when there is none. */
export function ownPacketMeeting(facts: Facts, { rule }: ChainRule): Packet | undefined {
  const { space } = facts.reach;
  const { diagram } = space;
  const held = facts.reach.of(rule).find(({ hook }) => hook === 'OUTPUT')?.held ?? FALSE;
  if (held === FALSE) return undefined;
  const wishes = [
    space.isZero('uid'),
    space.isZero('mark'),
    facts.reach.isAddress('dst', facts.far),
    facts.reach.isRouted(facts.send(probe({ dst: facts.far })).outcome.dev),
  ];
  const chosen = wishes.reduce((left, wish) => {
    const both = diagram.and(left, wish);
    return both === FALSE ? left : both;
  }, held);
  const point = findPoint(diagram, chosen, facts.family, 'sent');
  const packet = packetAt(point, [], facts.family, 'sent');
  return { ...packet, ttl: 0, sport: undefined };
}

/** Forwarded connections that come in and leave by one device with the client's source: the answer bypasses this host. */
export const bypassedAnswers: Check = (facts) => {
  const { space } = facts.reach;
  const { diagram } = space;
  const changes = facts.chainRules.filter(
    ({ rule, hooks, table }) =>
      table === 'nat' && hooks.includes('PREROUTING') && rule.target.kind === 'extension',
  );
  const told = new Set<string>();
  return changes.flatMap((at) =>
    facts.own.flatMap(({ address, device }): readonly Finding[] => {
      const held = facts.reach.of(at.rule).find(({ hook }) => hook === 'PREROUTING')?.held ?? FALSE;
      const here = diagram.all([
        held,
        space.isDevice('iif', device),
        facts.reach.isAddress('dst', address),
        facts.reach.isAddress('src', facts.far),
      ]);
      if (here === FALSE) return [];
      const point = findPoint(diagram, here, facts.family, 'received');
      const packet = packetAt(point, space.devices, facts.family, 'received');
      const journey = facts.send({ ...packet, ttl: 64 });
      const { outcome, met } = journey;
      if (outcome.kind !== 'transmit' || outcome.dev !== device) return [];
      if (outcome.src !== printAddress(facts.far) || sameDestination(outcome.dst, packet))
        return [];
      const path = met.filter(({ table, chain }) => table === 'nat' && chain !== 'POSTROUTING');
      const named = path.findLast(({ text }) => /--dport|--dports/.test(text)) ?? path.at(-1);
      if (named === undefined || told.has(named.text)) return [];
      told.add(named.text);
      return [
        makeFinding({
          kind: 'missing-snat',
          family: facts.family,
          subject: named.text,
          written: named.written,
          also: path.map(({ written }) => written),
          text: `Connections to ${printAddress(address)} that ${sayStep(named)} takes go on to ${outcome.dst} by ${device}, by which they came, with the client's source: the answer goes to the client directly, from an address that it did not ask; they need SNAT or MASQUERADE`,
        }),
      ];
    }),
  );
};

function sameDestination(dst: string, packet: Packet): boolean {
  return dst === printAddress(packet.dst);
}

/** Networks that lose their source on the way to others which have a route of their own. */
export const excessTranslation: Check = (facts) => {
  const told = new Set<string>();
  const inside = facts.networks.filter(({ prefix }) => facts.family === 4 && prefix.length > 1);
  return inside.flatMap((from) => {
    const out = facts.send(probe({ src: from.host, iif: from.device, dst: facts.far })).outcome.dev;
    if (facts.uplinks.has(from.device)) return [];
    return inside.flatMap((to): readonly Finding[] => {
      if (to.device === from.device || to.device === out) return [];
      const { outcome, met } = facts.send(
        probe({ src: from.host, iif: from.device, dst: to.host }),
      );
      if (outcome.kind !== 'transmit' || outcome.dev !== to.device) return [];
      if (outcome.src === printAddress(from.host)) return [];
      const step = met.findLast(({ changes }) => changes.some(({ field }) => field === 'src'));
      const rule = facts.chainRules.find(
        ({ table, chain, number }) =>
          table === step?.table && chain === step.chain && number === step.number,
      );
      if (step === undefined || rule === undefined) return [];
      // A rule that names the device or the mark means these packets.
      const meant =
        (rule.rule.outdev !== undefined && !rule.rule.outdev.inverted) ||
        rule.rule.matches.some(({ name }) => name === 'mark' || name === 'connmark');
      const key = `${step.text} ${to.device}`;
      if (meant || told.has(key)) return [];
      told.add(key);
      return [
        makeFinding({
          kind: 'excess-snat',
          family: facts.family,
          subject: step.text,
          written: step.written,
          also: [to.route.written],
          text: `${sayStep(step)} names no device, so packets from ${printPrefix(from.prefix)} to ${printPrefix(to.prefix)} leave by ${to.device} as ${outcome.src}, although that network has a route of its own${out === null ? '' : `; did you mean -o ${out}?`}`,
        }),
      ];
    });
  });
};

import { printAddress } from '../../../address/address-text.js';
import { linkByName } from '../../../namespace/namespace.js';
import { readSysctl, rpFilter, srcValidMark } from '../../../namespace/sysctl/sysctl.js';
import { sysctlSegment } from '../../../namespace/sysctl/sysctl-catalogue.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { probe } from '../reach/probes.js';

/** Devices with a way out on which a strict reverse path filter drops what comes from the internet. */
export const strictReversePath: Check = (facts) => {
  const { namespace, family } = facts;
  if (family !== 4) return [];
  return [...facts.uplinks].flatMap((device): readonly Finding[] => {
    const link = linkByName(namespace, device);
    if (link === undefined || rpFilter(namespace, link) !== 1) return [];
    const dropped = facts.own.find(
      (own) =>
        own.device === device &&
        facts.send(probe({ src: facts.far, iif: device, dst: own.address })).outcome.at ===
          'rp_filter',
    );
    if (dropped === undefined) return [];
    const key = [device, 'all']
      .map((name) => `net.ipv4.conf.${sysctlSegment(name)}.rp_filter`)
      .find((name) => readSysctl(namespace, name) === '1');
    const back = facts.route({ to: facts.far, from: dropped.address })?.device;
    const marked = facts.rules.some(({ fwmark }) => fwmark !== undefined);
    const advice =
      marked && !srcValidMark(namespace, link)
        ? ' (or let the check use the mark: src_valid_mark=1, and restore the mark in PREROUTING)'
        : '';
    return [
      makeFinding({
        kind: 'rp-filter',
        family,
        subject: key ?? `rp_filter of ${device}`,
        clues: cluesOf(key ?? ''),
        text: `${key ?? 'rp_filter'} is 1, so packets from the internet to ${printAddress(dropped.address)} that arrive on ${device} are dropped: the way back to their source is ${back === undefined ? 'another' : back}; set it to 2${advice}`,
      }),
    ];
  });
};

/** A setting is written with dots or, in /proc, with slashes. */
export function cluesOf(key: string): readonly string[] {
  return [key, key.replaceAll('.', '/')];
}

import type { Family } from '../address/family.js';
import { Host } from '../host/host.js';
import { Command, must } from './command/command.js';
import { Script } from './script.js';

const known = new Map<string, Script>();

/** How scripts begin on a fresh host: lo, and so many devices that are up, each in a subnet of its own. */
export function beginning(family: Family, devices: number): Script {
  const key = `${family} ${devices}`;
  const script = known.get(key) ?? makeBeginning(family, devices);
  known.set(key, script);
  return script;
}

function makeBeginning(family: Family, devices: number): Script {
  const lines = Array.from({ length: devices }, (_, at) => [
    `ip link add eth${at} type dummy`,
    `ip link set eth${at} up`,
    `ip addr add ${family === 4 ? `10.0.${at}.1/24` : `2001:db8:${at + 1}::1/64`} dev eth${at}`,
  ]);
  return ['ip link set lo up', ...lines.flat()].reduce(
    (script, line) => script.followedBy(new Command([must(line)])),
    Script.from(Host.fresh()),
  );
}

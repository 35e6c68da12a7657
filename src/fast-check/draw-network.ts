import type { Family } from '../address/family.js';
import { Host } from '../host/host.js';
import { Command, may, must } from './command/command.js';
import type { Dice } from './dice.js';
import { Script } from './script.js';

/** Names of the namespaces beside the first one. */
const NAMES = ['a', 'b', 'c'] as const;

/** A place in the network: a namespace, and what is above it in the tree that all of them form. */
interface Place {
  /** Undefined for the first one. */
  readonly name: string | undefined;
  /** Number of the place above; undefined at the root. */
  readonly above: number | undefined;
}

/** Draws a network: a tree of namespaces with a subnet along each branch, in which, but for what is drawn on top, each reaches each. */
export function drawNetwork(family: Family, most: number, dice: Dice): Script {
  const names = NAMES.slice(0, dice.between(1, most - 1));
  const places: readonly Place[] = [
    { name: undefined, above: undefined },
    ...names.map((name, index) => ({ name, above: dice.between(0, index) })),
  ];
  const commands = [
    ...names.map((name) => new Command([must(`ip netns add ${name}`)])),
    ...places.flatMap((place, index) => drawBranch({ places, place, index, family }, dice)),
    ...places.flatMap((place, index) => routesOf(places, place, index, family)),
    ...drawExtras(places, family, dice),
  ];
  return commands.reduce(
    (script, command) => script.followedBy(command),
    Script.from(Host.fresh()),
  );
}

interface Branch {
  readonly places: readonly Place[];
  readonly place: Place;
  readonly index: number;
  readonly family: Family;
}

/** A cable to the place above, straight or into a bridge there, with the addresses of a subnet of its own. */
function drawBranch({ places, place, index, family }: Branch, dice: Dice): readonly Command[] {
  const lo = ip(place, 'link set lo up');
  if (place.above === undefined) return [lo];
  const above = placeAt(places, place.above);
  const port = `to-${place.name}`;
  const bridge = `br-${place.name}`;
  const isBridged = dice.onceIn(3);
  const end = place.name === undefined ? '' : ` netns ${place.name}`;
  return [
    lo,
    ip(above, `link add ${port} type veth peer name uplink${end}`),
    ip(above, `link set ${port} up`),
    ip(place, 'link set uplink up'),
    ...(isBridged
      ? [
          ip(above, `link add ${bridge} type bridge`),
          ip(above, `link set ${port} master ${bridge}`),
          ip(above, `link set ${bridge} up`),
        ]
      : []),
    addAddress(above, isBridged ? bridge : port, family, `${index}`, 1),
    addAddress(place, 'uplink', family, `${index}`, 2),
  ];
}

function addAddress(
  place: Place,
  dev: string,
  family: Family,
  subnet: string,
  host: number,
): Command {
  const nodad = family === 6 ? ' nodad' : '';
  return ip(
    place,
    `addr add ${addressIn(family, subnet, host)}/${LENGTH[family]} dev ${dev}${nodad}`,
  );
}

const LENGTH = { 4: 24, 6: 64 } as const;

function addressIn(family: Family, subnet: string, host: number): string {
  return family === 4 ? `10.0.${subnet}.${host}` : `fd00:${subnet}::${host}`;
}

/** Each forwards; the way up is the default route, and each subnet below has one. */
function routesOf(
  places: readonly Place[],
  place: Place,
  index: number,
  family: Family,
): readonly Command[] {
  const forward = { 4: 'net.ipv4.ip_forward=1', 6: 'net.ipv6.conf.all.forwarding=1' }[family];
  const below = places.flatMap((_, other) => {
    const next = stepDown(places, index, other);
    // The subnet of a neighbour's own branch is on the link.
    if (next === undefined || next === other) return [];
    return [
      ip(place, `route add ${subnetOf(family, other)} via ${addressIn(family, `${next}`, 2)}`),
    ];
  });
  return [
    inside(place, `sysctl -qw ${forward}`),
    ...(place.above === undefined
      ? []
      : [ip(place, `-${family} route add default via ${addressIn(family, `${index}`, 1)}`)]),
    ...below,
  ];
}

function subnetOf(family: Family, subnet: number): string {
  return family === 4 ? `10.0.${subnet}.0/24` : `fd00:${subnet}::/64`;
}

/** The first place on the way down from one to another; undefined when that isn't below. */
function stepDown(places: readonly Place[], from: number, to: number): number | undefined {
  const above = places[to]?.above;
  if (above === undefined) return undefined;
  return above === from ? to : stepDown(places, from, above);
}

/** What makes networks differ: rules that drop or translate, routes that refuse, rules of the policy database. */
function drawExtras(places: readonly Place[], family: Family, dice: Dice): readonly Command[] {
  return Array.from({ length: dice.between(0, 3) }, () => {
    const place = dice.pick(places) ?? placeAt(places, 0);
    const tool = family === 4 ? 'iptables' : 'ip6tables';
    const subnet = subnetOf(family, dice.between(1, Math.max(1, places.length - 1)));
    const chain = dice.pick(['INPUT', 'FORWARD', 'OUTPUT']) ?? 'INPUT';
    const target = dice.pick(['DROP', 'REJECT', 'ACCEPT']) ?? 'DROP';
    const protocol = dice.pick(['tcp', 'udp', family === 4 ? 'icmp' : 'icmpv6']);
    switch (dice.between(0, 4)) {
      case 0:
        return inside(
          place,
          `${tool} -t nat -A POSTROUTING`,
          may('-o uplink'),
          must('-j MASQUERADE'),
        );
      case 1:
        return ip(
          place,
          `-${family} route add ${dice.pick(['unreachable', 'prohibit', 'blackhole'])} ${subnet} metric 1`,
        );
      case 2:
        return ip(place, `-${family} rule add`, may(`from ${subnet}`), must('prohibit'));
      default:
        return inside(
          place,
          `${tool} -A ${chain}`,
          may(dice.onceIn(2) ? `-p ${protocol}` : undefined),
          may(dice.onceIn(2) ? `-s ${subnet}` : undefined),
          may(dice.onceIn(3) ? '-m conntrack --ctstate NEW' : undefined),
          must(`-j ${target}`),
        );
    }
  });
}

/** A command of `ip` in a place. */
function ip({ name }: Place, words: string, ...more: readonly ReturnType<typeof may>[]): Command {
  return new Command([
    must(name === undefined ? `ip ${words}` : `ip -n ${name} ${words}`),
    ...more,
  ]);
}

/** A command that runs in a place. */
function inside(
  { name }: Place,
  words: string,
  ...more: readonly ReturnType<typeof may>[]
): Command {
  const exec = name === undefined ? '' : `ip netns exec ${name} `;
  return new Command([must(`${exec}${words}`), ...more]);
}

function placeAt(places: readonly Place[], index: number): Place {
  return places[index] ?? { name: undefined, above: undefined };
}

import { tick } from '../bound.js';
import { parseAddress, printAddress } from '../address/address-text.js';
import { readNames } from '../command/ip/read-names.js';
import { printTableId, readTableId } from '../command/ip/named-numbers.js';
import { accountNumber, type AccountKind } from '../databases/accounts.js';
import { ERRNO_NAMES, findErrno, type ErrnoName } from '../errno.js';
import type { FamilyStateFields, Namespace } from '../namespace/namespace.js';
import { ROOT_NAMESPACE } from '../machine/machine.js';
import { TABLE_HOOKS, TABLE_NAMES } from '../netfilter/hook.js';
import { referTo } from '../netfilter/table.js';
import { STANDING_PLACES } from '../program/place.js';
import { UnknownName, type NameKind } from '../unknown-name.js';
import type { Host } from './host.js';

/**
 * The names that a host has, for claims about it: each method returns the name as outcomes have it, and throws {@link UnknownName} for one
 * that the host doesn't have.
 */
export class HostNames {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The name of the namespace that the host is. */
  get namespaceName(): string {
    return this.#host.namespaceName;
  }

  /** A device, by its name; of another network namespace of the machine, where one is named. */
  device(name: string, namespace?: string): string {
    const { namespaces } = this.#host.machine;
    const there =
      namespace === undefined
        ? this.#namespace
        : (namespaces.get(this.networkNamespace(namespace)) ?? this.#namespace);
    return known(
      'device',
      name,
      there.links.toArray().map((link) => link.name),
    );
  }

  /** A network namespace of the machine, by its name. */
  networkNamespace(name: string): string {
    const names = [...this.#host.machine.namespaces.keys()];
    return known(
      'network namespace',
      name,
      names.filter((one) => one !== ROOT_NAMESPACE),
    );
  }

  /** The number of a user or a group. */
  account(kind: AccountKind, name: string): number {
    return accountNumber(kind, name, this.#host.accounts);
  }

  /** The address of a next hop of some route or nexthop object. @throws ParseError when the text is no address */
  gateway(text: string): string {
    const address = printAddress(parseAddress(text));
    const gateways = [...gatewaysOf(this.#namespace)];
    const family = gateways.filter((other) => other.includes(':') === address.includes(':'));
    return known('gateway', address, family.length === 0 ? gateways : family);
  }

  /** A routing table that has routes, that a rule leads to, or that a file names; by its name or its number. */
  table(text: string): string {
    const names = readNames(this.#host.machine.files, false, () => {});
    const { v4, v6 } = this.#namespace;
    const ids = [v4, v6].flatMap(({ tables, rules }) =>
      [...tables.keys()].concat(rules.toArray().map(({ action }) => action.table)),
    );
    const id = readTableId(names, text);
    const named = id !== undefined && names.tables.numberOf(text) !== undefined;
    const all = (named ? [...ids, id] : ids).filter((one) => one !== 0);
    const there = [...new Set(all)].map((one) => printTableId(names, one));
    return known('routing table', id === undefined ? text : printTableId(names, id), there);
  }

  /** The priority of an `ip rule`, of either family. */
  priority(priority: number): number {
    const { v4, v6 } = this.#namespace;
    const all = [v4, v6].flatMap(({ rules }) => rules.toArray().map((rule) => `${rule.priority}`));
    known('ip rule', `${priority}`, [...new Set(all)]);
    return priority;
  }

  /** Some words of a place where packets can end, in order and together: `FORWARD`, `filter FORWARD rule 2`, `rp_filter`. */
  place(text: string): string {
    const words = text.trim().split(/\s+/).join(' ');
    const places = this.#places();
    if (places.some((place) => namesPlace(place, words))) return words;
    throw new UnknownName('place', words, placeNames(places));
  }

  /** The name of an errno. */
  errno(name: string): ErrnoName {
    const found = findErrno(name);
    if (found === undefined) throw new UnknownName('errno', name, ERRNO_NAMES);
    return found;
  }

  /** Every place where packets can end, as outcomes have it. */
  #places(): readonly string[] {
    const { tables: own } = this.#namespace.netfilter;
    const policies = TABLE_NAMES.flatMap((table) =>
      TABLE_HOOKS[table].map((hook) => `${table} ${hook} policy`),
    );
    const rules = [...own.values()].flatMap((table) =>
      [...table.chains.values()].flatMap(({ name, base, rules: all }) => {
        const place = `${referTo(table)} ${name}`;
        const policy = base === undefined ? [] : [`${place} policy`];
        return [place, ...policy].concat(
          all.toArray().map((_, index) => `${place} rule ${index + 1}`),
        );
      }),
    );
    return [...new Set([...policies, ...rules, ...STANDING_PLACES])];
  }

  get #namespace(): Namespace {
    return this.#host.namespace;
  }
}

/** Whether a place is named by some of its words, in order and together: `filter FORWARD` names every rule there. */
export function namesPlace(place: string, words: string): boolean {
  return ` ${place} `.includes(` ${words} `);
}

/** What people call places: each whole, and the chains among them. */
function placeNames(places: readonly string[]): readonly string[] {
  const chains = places.flatMap(
    (place) => /^(\S+ (\S+)) (?:rule|policy)/.exec(place)?.slice(1) ?? [],
  );
  return [...new Set([...chains, ...places])];
}

function known(kind: NameKind, found: string, names: readonly string[]): string {
  if (!names.includes(found)) throw new UnknownName(kind, found, names);
  return found;
}

type Tables = FamilyStateFields['tables'];

/** A full-size table has many routes: it is read once. */
const gatewaysByTables = new WeakMap<Tables, ReadonlySet<string>>();

function gatewaysOf({ v4, v6, nexthops }: Namespace): ReadonlySet<string> {
  const objects = [...nexthops.values()].flatMap((object) =>
    object.kind === 'single' && object.nexthop.gateway !== undefined
      ? [printAddress(object.nexthop.gateway)]
      : [],
  );
  return new Set([...gatewaysIn(v4.tables), ...gatewaysIn(v6.tables), ...objects]);
}

function gatewaysIn(tables: Tables): ReadonlySet<string> {
  let gateways = gatewaysByTables.get(tables);
  if (gateways === undefined) {
    const found = new Map<string, string>();
    for (const { routes } of tables.values()) {
      for (const alike of routes.values()) {
        tick();
        for (const { gateway } of alike.flatMap(({ nexthops }) => nexthops)) {
          if (gateway === undefined) continue;
          const key = gateway.words.join('.');
          if (!found.has(key)) found.set(key, printAddress(gateway));
        }
      }
    }
    gateways = new Set(found.values());
    gatewaysByTables.set(tables, gateways);
  }
  return gateways;
}

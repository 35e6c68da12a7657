import { printAddress } from '../address/address-text.js';
import type { Family } from '../address/family.js';
import type { OutcomeColumns } from '../compile/outcome-columns.js';
import type { CompiledHost, OutcomeNames } from '../host/compiled-host.js';
import { describeAs, type Describe } from '../host/describe.js';
import type { FlowGroup } from './flow-group.js';

/** A number for each group of a family's outcomes, and what it stands for. */
export class GroupNames {
  readonly #names: OutcomeNames;
  readonly #describe: Describe;
  readonly #tables: number[] = [];
  readonly #tableOf = new Map<number, number>();
  readonly #sizes: readonly [devices: number, gateways: number, tables: number, rules: number];

  constructor(
    private readonly compiled: CompiledHost,
    family: Family,
  ) {
    this.#names = compiled.names(family);
    const { namespace, machine } = compiled.host;
    this.#describe = describeAs(namespace, machine.files);
    const devices = Math.max(...namespace.links.toArray().map(({ index }) => index)) + 1;
    const tables = namespace.v4.tables.size + namespace.v6.tables.size + 1;
    this.#sizes = [
      devices,
      this.#names.gateways.length + 1,
      tables,
      this.#names.priorities.length + 1,
    ];
  }

  /** The number of the group that a row of outcomes belongs to. */
  keyAt({ fate, dev, gateway, route, rule }: OutcomeColumns, at: number): number {
    const [devices, gateways, tables, rules] = this.#sizes;
    let key = fate[at] ?? 0;
    key = key * devices + (dev[at] ?? 0);
    key = key * gateways + (gateway[at] ?? -1) + 1;
    key = key * tables + this.#table(route[at] ?? -1);
    return key * rules + (rule[at] ?? -1) + 1;
  }

  /** What the number of a group stands for; the counts are 0. */
  groupOf(key: number): FlowGroup {
    const [devices, gateways, tables, rules] = this.#sizes;
    const rule = this.#names.priorities[(key % rules) - 1];
    let rest = Math.floor(key / rules);
    const table = this.#tables[(rest % tables) - 1];
    rest = Math.floor(rest / tables);
    const gateway = this.#names.gateways[(rest % gateways) - 1];
    rest = Math.floor(rest / gateways);
    const dev = this.#device(rest % devices);
    const fate = this.#names.fates[Math.floor(rest / devices)];
    if (fate === undefined) throw new RangeError(`key: of a group, got ${key}`);
    return {
      kind: fate.kind,
      at: fate.at,
      errno: fate.errno,
      dev: dev ?? null,
      gateway: gateway === undefined ? null : printAddress(gateway),
      table: table === undefined ? null : this.#describe.table(table),
      rule: rule ?? null,
      packets: 0,
      bytes: 0,
    };
  }

  /** The number of a route's table among those that were met, from 1; 0 without a route. */
  #table(route: number): number {
    if (route < 0) return 0;
    const known = this.#tableOf.get(route);
    if (known !== undefined) return known;
    const { table } = this.#names.route(route);
    const met = this.#tables.indexOf(table);
    const number = (met < 0 ? this.#tables.push(table) - 1 : met) + 1;
    this.#tableOf.set(route, number);
    return number;
  }

  #device(index: number): string | undefined {
    return this.compiled.host.namespace.links.find((link) => link.index === index)?.name;
  }
}

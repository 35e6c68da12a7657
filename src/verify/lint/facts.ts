import { printAddress } from '../../address/address-text.js';
import type { Address } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import { makePrefix, type Prefix } from '../../address/prefix.js';
import { Bound } from '../../bound.js';
import type { Route } from '../../fib/route.js';
import { describeAs, type Describe } from '../../host/describe.js';
import { Host } from '../../host/host.js';
import { withNamespace } from '../../machine/machine.js';
import { familyKey, type FamilyState, type Namespace } from '../../namespace/namespace.js';
import type { AddressMatch } from '../../netfilter/rule.js';
import type { Packet } from '../../packet/packet.js';
import type { Rule } from '../../rpdb/rule.js';
import { listChainRules, type ChainRule } from './chain/chain-rules.js';
import type { FindingFields } from './finding.js';
import { DiagramFull } from '../engine/diagram.js';
import { ChainReach } from './reach/chain-reach.js';
import { MarkUse } from './mark/mark-use.js';
import {
  elsewhere,
  networksOf,
  ownAddresses,
  routesOf,
  waysOut,
  type Network,
  type OwnAddress,
  type WayOut,
} from './networks.js';
import { RuleWalk } from './reach/rule-walk.js';
import { readJourney, type Journey } from './reach/journey.js';
import { tablesOf } from '../../netfilter/netfilter.js';
import type { Tables } from '../../netfilter/ruleset.js';

/** What is asked of `ip route get`. */
export interface RouteQuestion {
  readonly to: Address;
  readonly from?: Address | undefined;
  readonly iif?: string | undefined;
  readonly mark?: number | undefined;
  readonly uid?: number | undefined;
}

/** What `ip route get` answers. */
export interface RouteAnswer {
  readonly device: string;
  /** Undefined when it's main's. */
  readonly table: string | undefined;
}

type About = Pick<FindingFields, 'family' | 'subject' | 'written'>;

/** What the checks know of one family of a host, each thing found out once. */
export class Facts {
  readonly namespace: Namespace;
  readonly state: FamilyState;
  /** The tables of netfilter that packets of the family come to. */
  readonly tables: Tables;
  readonly describe: Describe;
  readonly chainRules: readonly ChainRule[];
  readonly own: readonly OwnAddress[];
  readonly networks: readonly Network[];
  readonly waysOut: readonly WayOut[];
  /** An address of the internet. */
  readonly far: Address;
  readonly #down = new Map<string, Host>();
  #reach: ChainReach | undefined;
  #full: DiagramFull | undefined;
  #marks: MarkUse | undefined;
  #walk: RuleWalk | undefined;

  constructor(
    readonly host: Host,
    readonly family: Family,
    /** What all work on it may take. */
    readonly bound = new Bound(),
  ) {
    const { namespace } = host;
    this.namespace = namespace;
    this.state = namespace[familyKey(family)];
    this.tables = tablesOf(namespace.netfilter, family);
    this.describe = describeAs(namespace, host.machine.files);
    this.chainRules = listChainRules(this.tables);
    this.own = ownAddresses(namespace, family);
    this.networks = networksOf(namespace, family);
    this.waysOut = waysOut(namespace, family);
    this.far = elsewhere(family, this.#named());
  }

  /** The policy database, in order. */
  get rules(): readonly Rule[] {
    return this.state.rules.toArray();
  }

  /**
   * Which packets come to each rule of a chain, and which meet it.
   *
   * @throws DiagramFull when they are too many to be kept apart
   */
  get reach(): ChainReach {
    if (this.#full !== undefined) throw this.#full;
    try {
      this.#reach ??= new ChainReach(this.namespace, this.family, this.bound);
    } catch (error) {
      if (error instanceof DiagramFull) this.#full = error;
      throw error;
    }
    return this.#reach;
  }

  /** The policy database asked for every flow at once. */
  get walk(): RuleWalk {
    this.#walk ??= new RuleWalk(this.namespace, this.family, this.bound);
    return this.#walk;
  }

  /** Who sets marks and who asks for them. */
  get marks(): MarkUse {
    this.#marks ??= new MarkUse(this);
    return this.#marks;
  }

  /** Names of the devices by which packets leave for everywhere. */
  get uplinks(): ReadonlySet<string> {
    return new Set(this.waysOut.map(({ device }) => device));
  }

  /** What becomes of a packet, here or on another host. */
  send(packet: Packet, host: Host = this.host): Journey {
    return readJourney(host.explain(packet));
  }

  /** The route that the kernel reports; undefined when it has none. */
  route(question: RouteQuestion, host: Host = this.host): RouteAnswer | undefined {
    const { to, from, iif, mark, uid } = question;
    const { stdout, exit } = host.exec(
      ['ip', `-${this.family}`, 'route', 'get', printAddress(to)].concat(
        from === undefined ? [] : ['from', printAddress(from)],
        iif === undefined ? [] : ['iif', iif],
        mark === undefined ? [] : ['mark', `${mark}`],
        uid === undefined ? [] : ['uid', `${uid}`],
      ),
    );
    const device = /\bdev (\S+)/.exec(stdout)?.[1];
    if (exit !== 0 || device === undefined || /^(unreachable|blackhole|prohibit)/.test(stdout)) {
      return undefined;
    }
    return { device, table: /\btable (\S+)/.exec(stdout)?.[1] };
  }

  /** The host with other rules in its policy database. */
  withRules(rules: readonly Rule[]): Host {
    const { machine, namespaceName } = this.host;
    const state = this.state.set('rules', this.state.rules.clear().concat(rules));
    const namespace = this.namespace.set(familyKey(this.family), state);
    return Host.fromMachine(withNamespace(machine, namespaceName, namespace), namespaceName);
  }

  /** The host with a device set down. */
  withDown(device: string): Host {
    let host = this.#down.get(device);
    if (host === undefined) {
      host = this.host.exec(['ip', 'link', 'set', device, 'down']).host;
      this.#down.set(device, host);
    }
    return host;
  }

  /** A rule in a sentence: the command that made it, or else as the tools print it. */
  sayRule(rule: Rule): string {
    return `\`${rule.written ?? `ip rule ${rule.priority}: ${this.describe.rule(rule)}`}\``;
  }

  /** A route in a sentence. */
  sayRoute(route: Route): string {
    return `\`${route.written ?? this.describe.route(route)}\``;
  }

  /** A rule of a chain in a sentence. */
  sayChainRule({ rule, chain }: Pick<ChainRule, 'rule' | 'chain'>): string {
    return `\`${rule.written ?? this.describe.chainRule(rule, chain, this.family)}\``;
  }

  /** A rule of the policy database as `ip rule` prints it. */
  subject(rule: Rule): string {
    return `${rule.priority}: ${this.describe.rule(rule)}`;
  }

  /** What a finding about a rule of the policy database begins with. */
  aboutRule(rule: Rule): About {
    return { family: this.family, subject: this.subject(rule), written: rule.written };
  }

  /** What a finding about a rule of a chain begins with. */
  aboutChainRule({ rule, chain }: Pick<ChainRule, 'rule' | 'chain'>): About {
    const subject = this.describe.chainRule(rule, chain, this.family);
    return { family: this.family, subject, written: rule.written };
  }

  /** Every prefix that routes and rules name. */
  #named(): readonly Prefix[] {
    const { family } = this;
    return [
      ...[...this.state.tables.keys()].flatMap((id) =>
        routesOf(this.namespace, family, id).map(({ dst }) => dst),
      ),
      ...this.rules.flatMap(({ from, to }) =>
        [from, to].flatMap((prefix) => (prefix === undefined ? [] : [prefix.prefix])),
      ),
      ...this.chainRules.flatMap(({ rule }) => [...matched(rule.src), ...matched(rule.dst)]),
    ].filter(({ address }) => address.family === family);
  }
}

/** The shortest prefix that has every address of a match. */
export function matched(match: AddressMatch | undefined): readonly Prefix[] {
  if (match === undefined) return [];
  const length = match.mask.reduce((bits, word) => bits + Math.clz32(~word), 0);
  return [makePrefix(match.address, length)];
}

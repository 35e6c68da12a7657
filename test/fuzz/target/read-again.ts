import type { Host, Rule, Table } from 'nexthop';
import { Seq } from 'immutable';
import { hold } from '../target.js';

/** Checks that what the tools print of a host makes the same when it is given to them. */
export function holdReadAgain(host: Host): void {
  for (const tool of ['iptables', 'ip6tables']) {
    const saved = savedRules(host, tool);
    const restored = host.exec([`${tool}-restore`], saved);
    hold(
      restored.exit === 0,
      `${tool}-restore takes what ${tool}-save prints`,
      restored.stderr,
      saved,
    );
    const again = savedRules(restored.host, tool);
    hold(again === saved, `${tool}-save prints the same after ${tool}-restore`, saved, again);
    const kind = tool === 'iptables' ? 'ip' : 'ip6';
    const [before, after] = [host, restored.host].map((one) =>
      meaningOf(
        chainsOf(one.namespace.netfilter.tables.toList().filter(({ family }) => family === kind)),
      ),
    );
    if (host.namespace.netfilter.tables.some(hasJoined)) continue;
    hold(before === after, `${tool}-restore makes the same rules`, saved, before, after);
  }
  holdRulesAgain(host, '-4', 'v4');
  holdRulesAgain(host, '-6', 'v6');
  const sets = host.exec(['ipset', 'save']).stdout;
  // ipset quotes no names, so on Linux too it can't read an empty one again, or one with blanks.
  if (sets === '' || host.namespace.sets.some((set) => !/^[^\s"]+$/.test(set?.name ?? '-'))) return;
  const bare = ['iptables', 'ip6tables']
    .reduce((now, tool) => now.exec([`${tool}-restore`], emptied(savedRules(now, tool))).host, host)
    // A set in a list can't be destroyed.
    .exec(['ipset', 'flush'])
    .host.exec(['ipset', 'destroy']).host;
  const restored = bare.exec(['ipset', 'restore'], sets);
  // Linux keeps the addresses of a range unmasked, and masks them, or refuses the second one, when it reads them again.
  const isMasked = /^create .* (net|bit)mask /m.test(sets);
  if (isMasked && restored.stderr.endsWith("it's already added\n")) return;
  hold(restored.exit === 0, 'ipset restore takes what ipset save prints', restored.stderr, sets);
  const again = restored.host.exec(['ipset', 'save']).stdout;
  if (again === sets) return;
  hold(isMasked, 'ipset save prints the same after ipset restore', sets, again);
  // Masked once, they stay as they are.
  const twice = bare.exec(['ipset', 'restore'], again).host.exec(['ipset', 'save']).stdout;
  hold(twice === again, 'ipset save prints the same of masked sets from then on', again, twice);
}

function savedRules(host: Host, tool: string): string {
  const { stdout } = host.exec([`${tool}-save`]);
  return stdout.replaceAll(/^#.*\n/gm, '');
}

/** The tables of a saved ruleset without their rules and chains. */
function emptied(saved: string): string {
  return saved.replaceAll(/^(-|:\S+ - ).*\n/gm, '');
}

/** Numbers that name a rule, and the words that made it. */
const NAMES: ReadonlySet<string> = new Set(['id', 'handle', 'written']);

/** Fields that iptables doesn't print as they are, on Linux as here, by the extension; what they mean then is left out. */
const UNPRINTED: Readonly<Record<string, (data: object) => object>> = {
  // `--set-mark` doesn't use the mask of the packet.
  CONNMARK: (data) => ('mode' in data && data.mode === 'set' ? { ...data, nfmask: 0 } : data),
  // The answer that goes without saying is printed all the same.
  REJECT: (data) => ({
    ...data,
    answer: 'answer' in data && data.answer !== undefined ? data.answer : PORT_UNREACHABLE,
  }),
  // Of a range of codes only the first is printed.
  icmp: (data) => ({ ...data, test: 'test' in data ? firstCode(data.test) : undefined }),
};
const PORT_UNREACHABLE = 'port-unreachable';

/** All that rules do, as text. */
function meaningOf(rules: unknown): string {
  const text = JSON.stringify(rules, (key, value: unknown) => {
    if (NAMES.has(key)) return undefined;
    if (typeof value === 'bigint') return String(value);
    if (typeof value !== 'object' || value === null || !('name' in value)) return value;
    return UNPRINTED[String(value.name)]?.(value) ?? value;
  });
  return text.replaceAll(/"icmp6?-port-unreachable"/g, `"${PORT_UNREACHABLE}"`);
}

/** Whether some rule has several matches of which iptables prints one for all, on Linux as here. */
function hasJoined({ chains }: Table): boolean {
  return chains.some(({ rules }) =>
    rules.some((rule) => {
      const names = 'matches' in rule ? rule.matches.map(({ name }) => name) : [];
      return ['tcp', 'udp'].some((name) => names.filter((one) => one === name).length > 1);
    }),
  );
}

function firstCode(test: unknown): unknown {
  const isRange = typeof test === 'object' && test !== null && 'from' in test && test.from !== 0;
  return isRange ? { ...test, to: test.from } : test;
}

/** The chains that do something, in an order of their own: a built-in one that does nothing need not be there. */
function chainsOf(tables: Iterable<Table>): unknown {
  return Seq(tables)
    .flatMap(({ name, chains }) => chains.valueSeq().map((chain) => ({ table: name, chain })))
    .filter(({ chain: { base, rules } }) => base?.policy !== 'ACCEPT' || rules.size > 0)
    .sortBy(({ table, chain }) => `${table} ${chain.name}`);
}

/** What a rule has that is for no mark at all, as ip(8) shows it; given to it again, it makes a rule for any mark. */
const NO_MARK = /\bfwmark 0(?= |$)/g;

/** What the kernel adds to a rule that is there. */
const STATE = / ?\[(detached|unresolved)\]/g;

function holdRulesAgain(host: Host, family: string, key: 'v4' | 'v6'): void {
  const shown = host.exec(['ip', family, 'rule']).stdout;
  let bare = host;
  for (const line of shown.split('\n').filter(Boolean)) {
    const [priority = ''] = line.split(':');
    bare = bare.exec(['ip', family, 'rule', 'del', 'pref', priority]).host;
  }
  hold(bare.exec(['ip', family, 'rule']).stdout === '', 'each rule can be deleted', shown);
  for (const line of shown.replaceAll(STATE, '').split('\n').filter(Boolean)) {
    const [, priority = '', rest = ''] = /^(\d+):\s+(.*)$/.exec(line) ?? [];
    const asked = rest
      .trim()
      .replaceAll(NO_MARK, 'fwmark 0/0xffffffff')
      .replaceAll('lookup [l3mdev-table]', 'l3mdev');
    const words = ['ip', family, 'rule', 'add', 'pref', priority, ...asked.split(/\s+/)];
    const added = bare.exec(words);
    hold(added.exit === 0, 'ip rule add takes what ip rule shows', added.stderr, words);
    bare = added.host;
  }
  const again = bare.exec(['ip', family, 'rule']).stdout;
  hold(again === shown, 'ip rule shows the same after ip rule add', shown, again);
  const [before, after] = [host, bare].map((one) =>
    meaningOf(one.namespace[key].rules.map(withoutOrigin)),
  );
  hold(before === after, 'ip rule add makes the same rules', shown, before, after);
}

/** A rule without who made it, and without the number of the rule that it leads to, which is another one's. */
function withoutOrigin({ target, ...rule }: Rule): unknown {
  return { ...rule, protocol: undefined, goes: target !== undefined };
}

import { withNamespace } from '../machine/machine.js';
import { Host } from '../host/host.js';
import { diff, type DiffOptions, type FateChange } from '../verify/ask/diff.js';
import { rewriteTables, type RenamedChain, type Untranslated } from './rewrite-tables.js';

/** An iptables ruleset in the language of nft. */
export interface Translation {
  /** What `nft -f` reads; empty when something could not be translated. */
  readonly ruleset: string;
  /** How many rules it has. */
  readonly rules: number;
  /** The rules that nft has nothing for: when there are any, there is no ruleset. */
  readonly untranslated: readonly Untranslated[];
  /** What is otherwise than before though no packet sees it: names and comments. */
  readonly notes: readonly string[];
  /** The chains that nft has under another name. */
  readonly renamed: readonly RenamedChain[];
  /** The host with the ruleset of nft in the place of that of iptables; undefined when there is none. */
  readonly host: Host | undefined;
  /** What nft says of the ruleset when it refuses it, which is a fault of the translation; empty when it takes it. */
  readonly refusal: string;
}

/**
 * Writes the rules that iptables and ip6tables have made on a host as native rules of nft. What nft has nothing for is named, and never left out.
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { translate } from 'nexthop/translate';
 * const host = Host.fromCommands('iptables -A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT');
 * translate(host).ruleset.includes('tcp dport { 80, 443 } counter accept'); // true
 * ```
 */
export function translate(host: Host): Translation {
  const { ruleset, keys, rules, untranslated, renamed, notes } = rewriteTables(host);
  const rewritten = { rules, untranslated, renamed, notes };
  if (untranslated.length > 0) return { ...rewritten, ruleset: '', host: undefined, refusal: '' };
  const loaded = withoutTables(host, keys).exec(['nft', '-f', '-'], ruleset);
  return loaded.exit === 0
    ? { ...rewritten, ruleset, host: loaded.host, refusal: '' }
    : { ...rewritten, ruleset, host: undefined, refusal: loaded.stderr };
}

/**
 * The packets that fare otherwise under a translation; none when every packet fares alike. What the packet doesn't decide (a limit, a quota, chance) is
 * taken to go the same way in a rule and in its translation.
 *
 * @param host - the host whose rules were translated
 * @throws IncompleteHostError when one of the hosts is incomplete and that wasn't accepted
 * @throws RangeError when there is no translation
 * @throws GaveUp when the work takes more than it may; what is certain are the changes of the families that were done
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { compareTranslation, translate } from 'nexthop/translate';
 * const host = Host.fromCommands('iptables -A INPUT -p tcp --dport 25 -m limit --limit 5/sec -j ACCEPT');
 * compareTranslation(host, translate(host)).length; // 0
 * ```
 */
export function compareTranslation(
  host: Host,
  { host: translated, renamed }: Pick<Translation, 'host' | 'renamed'>,
  options: Omit<DiffOptions, 'choices'> = {},
): readonly FateChange[] {
  if (translated === undefined) throw new RangeError('translation: there is none');
  const isAccepted = host.machine.acceptsIncomplete;
  const after = isAccepted ? translated.acceptIncomplete() : translated;
  return diff(withNames(host, renamed), after, { ...options, choices: 'rule' });
}

/** A host with other names for chains, so that their rules are known to be the same. */
function withNames(host: Host, renamed: readonly RenamedChain[]): Host {
  return renamed.reduce((before, { family, table, from, to }) => {
    const tool = family === 4 ? 'iptables' : 'ip6tables';
    return before.exec([tool, '-t', table, '-E', from, to]).host;
  }, host);
}

function withoutTables(host: Host, keys: readonly string[]): Host {
  const { machine, namespaceName, namespace } = host;
  const netfilter = namespace.netfilter.update('tables', (tables) => tables.deleteAll(keys));
  const bare = namespace.set('netfilter', netfilter);
  return Host.fromMachine(withNamespace(machine, namespaceName, bare), namespaceName);
}

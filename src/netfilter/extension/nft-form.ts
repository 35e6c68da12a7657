import type { HookName } from '../hook.js';
import type { Family } from '../../address/family.js';

/** What a translation into the language of nft depends on besides the extension. */
export interface ListedRule {
  readonly family: Family;
  /** The protocol that the rule asks for, if nft has a name for it. */
  readonly protocol: ListedProtocol | undefined;
}

/** Protocols of which an extension learns when it's translated. Source: nft's `xt_proto`. */
export type ListedProtocol = 'tcp' | 'udp' | 'udplite' | 'sctp' | 'dccp' | 'esp' | 'ah';

/** What a rule of nft that does the same has in the place of an extension of iptables. */
export type NftForm =
  /** Words that stand in the rule; none at all when nft needs none. */
  | string
  /** The rest of the rule is for packets that meet none of these: nft ends a rule where it can't read what it asks for. */
  | {
      readonly unless: readonly string[];
      /** Words for it in the rule itself, where that leads out of its chain: for packets of which nft can read what it asks for. */
      readonly where: string;
    }
  /** The rule leads to rules of its own, one of which decides about every packet. */
  | { readonly rules: readonly string[] }
  /** Nft has nothing that does it; named in the words of iptables. */
  | { readonly without: string };

/** What the words of nft for an extension depend on besides it. */
export interface RewrittenRule extends ListedRule {
  /** The number of the protocol that the rule asks for. */
  readonly protocolNumber: number | undefined;
  /** `ip` or `ip6`, with which the fields of the header begin. */
  readonly header: 'ip' | 'ip6';
  /** The built-in chain that the rule stands in; undefined for another chain. */
  readonly hook: HookName | undefined;
  /** How a packet is looked for in a set of ipset, or why nft has no such set. */
  setLookup(set: string, sides: readonly ('src' | 'dst')[], exceptions: boolean): SetLookup;
}

/** How a packet is looked for in a set: what it must have, by what, and the set's name in nft. */
export type SetLookup =
  | {
      readonly needs: string;
      readonly key: string;
      readonly set: string;
      /** Every packet has what it's looked for by. */
      readonly always: boolean;
    }
  | { readonly without: string };

/** The words that two conditions are together; the first that has no such words stands for both. */
export function bothForms(...forms: readonly (NftForm | undefined)[]): NftForm {
  const words: string[] = [];
  for (const form of forms) {
    if (form === undefined || form === '') continue;
    if (typeof form !== 'string') return form;
    words.push(form);
  }
  return words.join(' ');
}

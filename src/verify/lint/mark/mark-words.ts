import { sameAddress } from '../../../address/address.js';
import type { HookName, TableName } from '../../../netfilter/hook.js';
import type { ChainRule } from '../chain/chain-rules.js';
import type { Facts } from '../facts.js';
import { isGuard, type MarkRead, type MarkWrite } from './mark-use.js';

export const ALL = 0xffffffff;

/** The mark that a rule sets, when it sets one that isn't 0. */
export function isSetting(write: MarkWrite): write is MarkWrite & { readonly value: number } {
  return write.to === 'mark' && write.value !== undefined && write.value !== 0;
}

export function isAsked(read: MarkRead): boolean {
  return read.of === 'mark' && !isGuard(read);
}

export function sayRead(facts: Facts, { by }: MarkRead): string {
  return 'rule' in by ? facts.sayRule(by.rule) : facts.sayChainRule(by.chainRule);
}

export function writtenOf({ by }: MarkRead): string | undefined {
  return 'rule' in by ? by.rule.written : by.chainRule.rule.written;
}

export function subjectOf(facts: Facts, { by }: MarkRead): string {
  return 'rule' in by ? facts.subject(by.rule) : facts.aboutChainRule(by.chainRule).subject;
}

/** Reports whether a rule meets only what is for one address of this host, where no DNAT leads that elsewhere. */
export function isForThisHost({ own, chainRules }: Facts, { rule: { dst } }: ChainRule): boolean {
  if (dst === undefined || dst.inverted || dst.mask.some((word) => word >>> 0 !== ALL))
    return false;
  if (!own.some(({ address }) => sameAddress(address, dst.address))) return false;
  return !chainRules.some(
    ({ rule: { target }, hooks }) =>
      hooks.includes('PREROUTING') && target.kind === 'extension' && target.data.name === 'DNAT',
  );
}

/** Reports whether a mark set there is seen by a lookup: one follows PREROUTING, and mangle OUTPUT when it has changed something. */
export function isInTime(table: TableName, hook: HookName): boolean {
  return hook === 'PREROUTING' || (hook === 'OUTPUT' && table === 'mangle');
}

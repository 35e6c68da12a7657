import { all, any, equals, invertedIf, not } from '../../../predicate/predicate.js';
import { HAS_CONNECTION, inStates } from '../../connection.js';
import { XtablesError } from '../../xtables-error.js';
import type { NftForm } from '../nft-form.js';
import type { TupleTest } from './connection-tuple.js';

/** What of a connection is asked for by `--ctstatus`; an empty list is `NONE`. */
export interface StatusTest {
  readonly names: readonly StatusName[];
  readonly inverted: boolean;
}

/** In the order in which they're written. */
const STATUS = ['EXPECTED', 'SEEN_REPLY', 'ASSURED', 'CONFIRMED'] as const;
type StatusName = (typeof STATUS)[number];

/** What has become of a connection; whether it's assured isn't followed, but that of a first packet is not. Source: `enum ip_conntrack_status`. */
export function statusTest({ names, inverted }: StatusTest): TupleTest {
  const related = inStates(['RELATED']);
  const known = equals('ctknown', 1);
  const has = any([
    ...(names.includes('SEEN_REPLY') ? [inStates(['ESTABLISHED']), equals('ctreply', 1)] : []),
    ...(names.includes('CONFIRMED') ? [known] : []),
  ]);
  const open = any([
    ...(names.length > 0 ? [related] : []),
    ...(names.includes('ASSURED') ? [all([HAS_CONNECTION, known, not(has)])] : []),
  ]);
  return { met: all([not(open), invertedIf(inverted, has)]), open };
}

/** Each name may be cut short; NONE adds nothing. @throws XtablesError */
export function readStatus(text: string): readonly StatusName[] {
  const items = text.split(',');
  const read = items.flatMap((item, index): readonly StatusName[] => {
    const wanted = item.toUpperCase();
    if (item !== '' && 'NONE'.startsWith(wanted)) return [];
    const name = STATUS.find((one) => one.startsWith(wanted));
    if (item === '' || name === undefined) {
      throw new XtablesError('parameter', `Bad ctstatus "${items.slice(index).join(',')}"`);
    }
    return [name];
  });
  const found = new Set(read);
  return STATUS.filter((name) => found.has(name));
}

/** Writes them; `NONE` when there are none. */
export function printStatus(names: readonly StatusName[]): string {
  return names.length === 0 ? 'NONE' : names.join(',');
}

/** How nft lists them. */
export function translateStatus({ names, inverted }: StatusTest): string {
  const words = names.map((name) => name.toLowerCase().replace('_', '-')).join(',');
  return `ct status${inverted ? ' !' : ''}${words === '' ? '' : ` ${words}`}`;
}

/** What a rule of nft has that does the same; what no connection that is followed has stands for nothing. */
export function statusForm({ names, inverted }: StatusTest): NftForm {
  if (names.length === 0) return { without: '--ctstatus NONE' };
  if (names.includes('ASSURED')) return { without: '--ctstatus ASSURED' };
  const words = names.map((name) => name.toLowerCase().replace('_', '-')).join('|');
  return `ct status & (${words}) ${inverted ? '==' : '!='} 0`;
}

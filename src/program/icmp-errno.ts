import type { Family } from '../address/family.js';
import type { ErrnoName } from '../errno.js';
import type { IcmpError } from './ending.js';

/** What a socket learns from an ICMP error, by its code where it says that the destination is unreachable. Source: `icmp_err_convert`, `tab_unreach`. */
const OF_UNREACHABLE: Readonly<Record<Family, readonly ErrnoName[]>> = {
  4: [
    'ENETUNREACH',
    'EHOSTUNREACH',
    'ENOPROTOOPT',
    'ECONNREFUSED',
    'EMSGSIZE',
    'EOPNOTSUPP',
    'ENETUNREACH',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENETUNREACH',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EHOSTUNREACH',
    'EHOSTUNREACH',
    'EHOSTUNREACH',
    'EHOSTUNREACH',
  ],
  6: ['ENETUNREACH', 'EACCES', 'EHOSTUNREACH', 'EHOSTUNREACH', 'ECONNREFUSED', 'EACCES', 'EACCES'],
};

/** The types that say that the destination is unreachable, and that the hops are used up. Source: RFC 792, RFC 4443. */
const TYPES: Readonly<
  Record<Family, { readonly unreachable: number; readonly timeExceeded: number }>
> = {
  4: { unreachable: 3, timeExceeded: 11 },
  6: { unreachable: 1, timeExceeded: 3 },
};

/** The errno that a socket learns from an ICMP error; undefined for one that is no failure, such as a redirect. */
export function icmpErrno(family: Family, { type, code }: IcmpError): ErrnoName | undefined {
  const { unreachable, timeExceeded } = TYPES[family];
  if (type === unreachable) return OF_UNREACHABLE[family][code];
  return type === timeExceeded ? 'EHOSTUNREACH' : undefined;
}

import { field, type HeaderField } from './field.js';

/** An extension header of IPv6: the number that stands for it in the header before it, and what is in it. */
export interface ExtensionHeader {
  readonly type: number;
  readonly fields: readonly HeaderField[];
}

const next = field('nexthdr', 0, 8, 'inet_proto');
const nextAndLength = [next, field('hdrlength', 8, 8)];

/** Names of extension headers of IPv6. */
export type ExtensionHeaderName = 'hbh' | 'rt' | 'rt0' | 'rt2' | 'srh' | 'frag' | 'dst' | 'mh';

/** Extension headers of IPv6 by name. Source: nft(8), EXTENSION HEADER EXPRESSIONS. */
export const extensionHeaders: { readonly [Name in ExtensionHeaderName]: ExtensionHeader } = {
  hbh: { type: 0, fields: nextAndLength },
  rt: {
    type: 43,
    fields: [...nextAndLength, field('type', 16, 8), field('seg-left', 24, 8)],
  },
  rt0: {
    type: 43,
    fields: [
      field('reserved', 32, 8),
      field('addr[1]', 64, 128, 'ipv6_addr'),
      field('addr[2]', 192, 128, 'ipv6_addr'),
    ],
  },
  rt2: {
    type: 43,
    fields: [field('reserved', 32, 32), field('addr', 64, 128, 'ipv6_addr')],
  },
  srh: {
    type: 43,
    fields: [
      field('last-entry', 32, 8),
      field('flags', 40, 8),
      field('tag', 48, 16),
      field('sid[1]', 64, 128, 'ipv6_addr'),
      field('sid[2]', 192, 128, 'ipv6_addr'),
    ],
  },
  frag: {
    type: 44,
    fields: [
      next,
      field('reserved', 8, 8),
      field('frag-off', 16, 13),
      field('reserved2', 29, 2),
      field('more-fragments', 31, 1),
      field('id', 32, 32),
    ],
  },
  dst: { type: 60, fields: nextAndLength },
  mh: {
    type: 135,
    fields: [
      ...nextAndLength,
      field('type', 16, 8, 'mh_type'),
      field('reserved', 24, 8),
      field('checksum', 32, 16),
    ],
  },
};

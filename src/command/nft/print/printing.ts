import type { TableFamily } from '../../../netfilter/nft/family.js';
import type { HostNames } from '../datatype/host-names.js';
import type { ListingStyle } from '../datatype/datatype-text.js';

/** What a listing of rules depends on besides them. */
export interface Printing {
  readonly family: TableFamily;
  readonly names: HostNames;
  readonly style: ListingStyle;
}

/** Ends of ranges are numbers wherever they can be. Source: nft's `range_expr_print`. */
export function inNumbers(printing: Printing): Printing {
  const style: ListingStyle = {
    ...printing.style,
    service: false,
    hostNames: false,
    accounts: false,
    numericPriority: true,
    numericProtocol: true,
    numericSymbol: true,
    numericTime: true,
  };
  return { ...printing, style };
}

/** What keeps something from packet to packet is printed without it. */
export function stateless(printing: Printing): Printing {
  return { ...printing, style: { ...printing.style, stateless: true } };
}

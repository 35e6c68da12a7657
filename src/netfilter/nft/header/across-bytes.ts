import type { Expression } from '../expression.js';
import { extensionHeaders } from './extension-header.js';
import type { HeaderField } from './field.js';
import { protocols } from './protocol.js';

/**
 * Whether bits of a header begin in one byte and end within another: `ip6 dscp`, the offset of a fragment. nft shifts these to the end of their bytes, and
 * not always in the order of the number that they are.
 */
export function isAcrossBytes(expression: Expression): boolean {
  const place = placeOf(expression);
  if (place === undefined) return false;
  const { offset, bits } = place;
  const end = offset + bits;
  return end % 8 !== 0 && Math.floor(offset / 8) < Math.floor(end / 8);
}

function placeOf(expression: Expression): Pick<HeaderField, 'offset' | 'bits'> | undefined {
  switch (expression.kind) {
    case 'payload':
      return protocols[expression.protocol].fields.find(({ name }) => name === expression.field);
    case 'exthdr':
      return extensionHeaders[expression.header].fields.find(
        ({ name }) => name === expression.field,
      );
    case 'raw-payload':
      return { offset: expression.offset, bits: expression.type.bits };
    default:
      return undefined;
  }
}

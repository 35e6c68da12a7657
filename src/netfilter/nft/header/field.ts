import type { DatatypeName } from '../datatype.js';

/** A part of a header, counted in bits from the header's beginning; what is longer than a byte is in network order. */
export interface HeaderField {
  readonly name: string;
  readonly offset: number;
  readonly bits: number;
  readonly datatype: DatatypeName;
}

/** A field in the short form of the tables. */
export const field = (
  name: string,
  offset: number,
  bits: number,
  datatype: DatatypeName = 'integer',
): HeaderField => ({ name, offset, bits, datatype });

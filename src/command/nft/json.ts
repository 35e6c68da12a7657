/** A value of JSON as nft prints it: numbers can have 64 bits, keys keep their order. */
export type Json =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

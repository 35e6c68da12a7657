/** The kinds of object, in the order in which nft looks for them in JSON. */
export const OBJECT_KINDS = [
  'counter',
  'quota',
  'ct helper',
  'ct timeout',
  'ct expectation',
  'limit',
  'secmark',
  'synproxy',
] as const;

/** What an object is, and what a rule can name. */
export type ObjectKind = (typeof OBJECT_KINDS)[number];

/** The table of nft that commands write to, of both families. */
export const TABLE = 'drawn';

/** The chains that rules only lead to. */
export const CALLED_CHAINS = ['one', 'two'];

/** The sets and maps: each name has one type. */
export const SETS = ['nets', 'ports', 'marks', 'ways', 'seen'] as const;

/** The name of a set or map. */
export type SetName = (typeof SETS)[number];

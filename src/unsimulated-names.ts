/** What Linux has and nexthop refuses by name: each subject with its names, where `<...>` stands for any text. */
export type UnsimulatedNames = Readonly<Record<string, readonly string[]>>;

/** A name of a table of {@link UnsimulatedNames}, with what stands for `<...>` filled in. */
export type NameOf<T extends UnsimulatedNames> = Filled<T[keyof T][number]>;

type Filled<N extends string> = N extends `${infer Before}<${string}>${infer After}`
  ? `${Before}${string}${Filled<After>}`
  : N;

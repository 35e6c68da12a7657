const RealDate = Date;

/** More than half a year, so that what is printed of times near by is another, and no whole number of minutes or days. */
const AHEAD_MS = 250 * 86_400_000 + 12_345_678;
const CHANCE = 0.123456789;

const later = (): number => RealDate.now() + AHEAD_MS;

/** `Date` as it will be on a later day. */
const LaterDate = new Proxy(RealDate, {
  construct: (_target, [first, ...rest]: ConstructorParameters<DateConstructor> | []) =>
    first === undefined ? new RealDate(later()) : new RealDate(first, ...rest),
  get: (target, name): unknown => (name === 'now' ? later : Reflect.get(target, name)),
});

/** Does work where the computer has another time and another chance: what is simulated must not depend on either. */
export async function onAnotherComputer<Result>(work: () => Promise<Result>): Promise<Result> {
  const { random } = Math;
  globalThis.Date = LaterDate;
  Math.random = () => CHANCE;
  try {
    return await work();
  } finally {
    globalThis.Date = RealDate;
    Math.random = random;
  }
}

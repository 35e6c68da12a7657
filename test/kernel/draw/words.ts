import fc from 'fast-check';

/** A part of a command that may be left out: it is there in one case of three, or in `weight` of `weight` + 2. */
export function maybe(part: fc.Arbitrary<string>, weight = 1): fc.Arbitrary<string> {
  return weighted([2, fc.constant('')], [weight, part]);
}

/** Words put together, one blank between, what was left out dropped. */
export function words(...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> {
  const arbitraries = parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part));
  return fc.tuple(...arbitraries).map((found) => found.filter((word) => word !== '').join(' '));
}

/** A word and its value. */
export function after(word: string, value: fc.Arbitrary<string | number>): fc.Arbitrary<string> {
  return value.map((found) => `${word} ${found}`);
}

/** An option, inverted by `!` now and then. */
export function not(part: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(fc.boolean(), part).map(([inverted, found]) => (inverted ? `! ${found}` : found));
}

/** One of several arbitraries, the first numbers being how often each is taken. */
export function weighted<Value>(
  ...choices: readonly (readonly [number, fc.Arbitrary<Value>])[]
): fc.Arbitrary<Value> {
  return fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight: weight * 10, arbitrary })));
}

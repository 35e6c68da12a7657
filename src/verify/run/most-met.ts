/** How often choice points have been met at most. */
export function mostMet(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  if (a === b || b.size === 0) return a;
  const most = new Map(a);
  for (const [name, times] of b) most.set(name, Math.max(times, a.get(name) ?? 0));
  return most;
}

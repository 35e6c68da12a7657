import fc from 'fast-check';

/**
 * Properties draw from one seed, so that a change isn't refused for a case that has nothing to do with it. `PROPERTY_SEED=N` takes another,
 * `PROPERTY_SEED=fresh` one that nobody has tried; fast-check prints it with what it finds.
 */
const asked = process.env['PROPERTY_SEED'] ?? '1';
if (asked !== 'fresh') fc.configureGlobal({ seed: Number(asked) });

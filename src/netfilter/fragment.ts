import { equals, not, type Predicate } from '../predicate/predicate.js';

/** Holds for every fragment but the first: it has no transport header. */
export const IS_LATER_FRAGMENT: Predicate = equals('fragment', 2);

/** Holds for packets that have their transport header. */
export const HAS_TRANSPORT_HEADER: Predicate = not(IS_LATER_FRAGMENT);

import { testNarrowSets } from './narrow-sets.suite.js';

testNarrowSets(6);

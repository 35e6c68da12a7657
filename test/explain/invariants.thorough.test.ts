import { all, mostly } from '../sample.js';
import { testExplanations } from './invariants.suite.js';

testExplanations({ scenarios: all, witnessed: mostly(24), drawn: 200 });

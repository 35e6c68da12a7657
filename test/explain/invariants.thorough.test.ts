import { all } from '../sample.js';
import { testExplanations } from './invariants.suite.js';

testExplanations({ scenarios: all, witnessed: all, drawn: 200 });

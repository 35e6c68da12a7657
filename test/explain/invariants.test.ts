import { few } from '../sample.js';
import { testExplanations } from './invariants.suite.js';

testExplanations({ scenarios: few(6), witnessed: few(1), drawn: 4 });

import { all } from '../../sample.js';
import { testSlips } from './slips.suite.js';

testSlips(all);

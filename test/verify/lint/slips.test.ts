import { few } from '../../sample.js';
import { testSlips } from './slips.suite.js';

testSlips(few(2));

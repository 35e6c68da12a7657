import { all } from '../../sample.js';
import { testSetUps } from './set-ups.suite.js';

testSetUps(all);

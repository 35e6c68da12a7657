import { testIdle } from './idle.suite.js';

testIdle(2);

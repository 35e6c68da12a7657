import { testIdle } from './idle.suite.js';

testIdle(1);

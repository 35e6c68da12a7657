import { testCutFlows } from './cut-flows.suite.js';

testCutFlows(100);

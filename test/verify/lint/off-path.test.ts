import { testOffPath } from './off-path.suite.js';

testOffPath(1);

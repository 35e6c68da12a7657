import { testDiffOfMarks } from './diff-of-marks.suite.js';

testDiffOfMarks(4);

import { few } from '../../sample.js';
import { testAnalysis } from './analysis.suite.js';

testAnalysis(few(1), 1);

import { all } from '../../sample.js';
import { testMistakes } from './mistakes.suite.js';

testMistakes(all);

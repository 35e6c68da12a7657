import { few } from '../../sample.js';
import { testMistakes } from './mistakes.suite.js';

testMistakes(few(8));

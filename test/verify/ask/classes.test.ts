import { few } from '../../sample.js';
import { testClasses } from './classes.suite.js';

testClasses(few(1), 1);

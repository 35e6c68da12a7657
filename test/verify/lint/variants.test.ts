import { few } from '../../sample.js';
import { testVariants } from './variants.suite.js';

testVariants(few(3));

import { all } from '../sample.js';
import { testVariants } from './variants.suite.js';

testVariants(all);

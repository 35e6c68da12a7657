import { few } from '../../sample.js';
import { testLiveness } from './liveness.suite.js';

testLiveness(few(8));

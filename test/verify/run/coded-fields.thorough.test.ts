import { all } from '../../sample.js';
import { testCodedFields } from './coded-fields.suite.js';

testCodedFields(all, 4);

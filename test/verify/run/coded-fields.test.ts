import { few } from '../../sample.js';
import { testCodedFields } from './coded-fields.suite.js';

testCodedFields(few(0), 1);

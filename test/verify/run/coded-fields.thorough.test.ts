import { MARKED, testCodedFields } from './coded-fields.suite.js';

testCodedFields(MARKED, 4);

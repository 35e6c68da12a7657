import { testCodedFields } from './coded-fields.suite.js';

testCodedFields(new Set(['lartc-split-access']), 1);

import { all } from '../../sample.js';
import { testProperties } from './property.suite.js';

testProperties(all);

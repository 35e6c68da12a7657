import { few } from '../sample.js';
import { testProperties } from './property.suite.js';

testProperties(few(1));

import { few } from '../../sample.js';
import { testSetUps } from './set-ups.suite.js';

testSetUps(few(3));

import { few } from '../sample.js';
import { testFlow } from './flow.suite.js';

testFlow(few(3), 3);

import { all } from '../sample.js';
import { testFlow } from './flow.suite.js';

testFlow(all, 200);

import { testGenerated } from './generated.suite.js';

testGenerated(3);

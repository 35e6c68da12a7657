import { testSenderCopy } from './sender-copy.suite.js';

testSenderCopy(200);

import { all } from '../sample.js';
import { testCompiledPath } from './compiled-path.suite.js';

testCompiledPath(all, 12);

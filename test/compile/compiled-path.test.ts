import { few } from '../sample.js';
import { testCompiledPath } from './compiled-path.suite.js';

testCompiledPath(few(3), 1);

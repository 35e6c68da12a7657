import { TrieLpm } from '../../src/lpm/trie-engine.js';
import { describeEngine } from './conformance.js';

describeEngine('the compact binary trie', (family, entries) => new TrieLpm(family, entries));

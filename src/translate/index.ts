export { compareTranslation, translate, type Translation } from './translate.js';
export { surroundingsOf, type Surroundings } from './surroundings.js';
export type { RenamedChain, Untranslated } from './rewrite-tables.js';

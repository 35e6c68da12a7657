export { printDot } from './print-dot.js';
export { printSvg } from './print-svg.js';

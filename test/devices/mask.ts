// Prints the answers of a recording from standard input without what differs from one run to the next: npx tsx test/devices/mask.ts < recorded/NAME.txt
import { readFileSync } from 'node:fs';
import { masked, readRecording } from './recording.js';

const answers = readRecording(readFileSync(0, 'utf8')).map(masked);
process.stdout.write(answers.map(({ command, printed }) => `$ ${command}\n${printed}`).join(''));

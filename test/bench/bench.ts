import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { whyNoEngine } from '../engine/here.ts';
import type { Outcome } from './comparison.ts';
import { image } from './image.ts';
import { type Cost, timed } from './measure.ts';
import { noise, table } from './report.ts';
import { startUp } from './start-up.ts';

/*
 * npm run bench                             both parts
 * npm run bench -- cli | image [--rounds N]  one of them, with so many rounds
 *
 * Every figure is a ratio of two things that ran next to each other on this machine: below 1 is quicker or smaller. A goal that is
 * missed is no failure: the machine may be busy, and the noise is printed. The command fails when something can't be measured.
 */
const PARTS = ['cli', 'image'];
const ROUNDS = { cli: 15, image: 3 };
const BIN = path.resolve('dist', 'cli.js');

const NOTES = [
  'A ratio is the median of pairs that ran next to each other (least and most in brackets); CPU is user and system time.',
  'first question: in a pseudo-terminal, until its text is on the screen. The other generators make the same files, byte for byte.',
  'images: wall-clock time alone, as the engine does the work. Cold is --no-cache with the base images there and every cache of',
  '  downloads empty: ours gets a uv cache of its own, unused before, and the beginner runs pip install --no-cache-dir.',
  "The beginner's Dockerfile copies everything, then pip installs the same versions and trains the same model; it has no lock.",
  'packed is what docker image inspect says in the containerd image store; unpacked is the sum of docker history.',
];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { rounds: { type: 'string' } } });
const wanted = positionals.length > 0 ? positionals : PARTS;
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
if (
  wanted.some((part) => !PARTS.includes(part)) ||
  (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0))
) {
  process.stderr.write('Usage: npm run bench -- [cli] [image] [--rounds N]\n');
  process.exit(2);
}

const room = mkdtempSync(path.join(tmpdir(), 'ml-docker-bench-'));
process.once('exit', () => rmSync(room, { recursive: true, force: true }));
process.once('SIGINT', () => process.exit(130));

const outcomes: Outcome[] = [];
const left: string[] = [];
const quiet: Cost[] = Array.from({ length: 15 }, () => timed(process.execPath, ['-e', '0']));
try {
  if (wanted.includes('cli')) {
    const measured = await startUp(BIN, room, rounds ?? ROUNDS.cli);
    outcomes.push(...measured.outcomes);
    left.push(...measured.left);
    quiet.push(...measured.quiet);
  }
  if (wanted.includes('image')) {
    const silence = whyNoEngine();
    if (silence) left.push(`images: ${silence}`);
    else outcomes.push(...(await image(BIN, room, rounds ?? ROUNDS.image)));
  }
} catch (error) {
  process.stderr.write(`bench: ${(error as Error).message}\n`);
  process.exit(1);
}

const lines = [
  '',
  `Node.js ${process.versions.node} on ${process.platform}, ${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`,
  noise(quiet),
  '',
  ...table(outcomes),
  ...left.map((why) => `not measured: ${why}`),
  '',
  ...NOTES,
];
process.stdout.write(`${lines.join('\n')}\n`);

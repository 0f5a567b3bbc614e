import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { cleanUp, packedSize, unpackedSize } from '../engine/images.ts';
import { output } from '../engine/output.ts';
import { type Comparison, compare, type Outcome } from './comparison.ts';
import { beginners, type Contender, lock, ours } from './contenders.ts';
import { firstAnswer } from './engine.ts';
import type { Cost } from './measure.ts';

const AGAINST = "beginner's Dockerfile";
/** A row of the sample's data. */
const ROW = { bill_length_mm: 39.1, bill_depth_mm: 18.7, flipper_length_mm: 181, body_mass_g: 3750 };
/** Small libraries, none of which the project has already: one a round. */
const LIGHT = [
  'tabulate',
  'humanize',
  'inflection',
  'toolz',
  'cachetools',
  'sortedcontainers',
  'more-itertools',
  'pyfiglet',
];
/** How often each image is started in a round. */
const STARTS = 4;

function sizeOutcome(name: string, goal: number | undefined, sizes: readonly (number | undefined)[]): Outcome[] {
  const [one, other] = sizes;
  if (!one || !other) return [];
  const ratio = one / other;
  return [
    {
      name,
      against: AGAINST,
      ...(goal !== undefined && { goal }),
      wall: { median: ratio, least: ratio, most: ratio },
      pairs: 1,
      theirs: [],
      note: `${(one / 1e6).toFixed(0)} and ${(other / 1e6).toFixed(0)} MB`,
    },
  ];
}

/**
 * How long the image takes to build, again and again, how large it is and how soon it answers.
 * @param bin our command, a file for Node.js.
 * @param room a folder for what is made meanwhile.
 */
export async function image(bin: string, room: string, rounds: number): Promise<Outcome[]> {
  const mark = `ml-docker-bench-${randomBytes(3).toString('hex')}`;
  const label = `ml-docker.bench=${mark}`;
  const tidy = () => cleanUp(mark, label);
  process.once('exit', tidy); // Ctrl-C ends this process without the finally below
  try {
    output(process.execPath, [bin, mark, '--yes'], { cwd: room });
    const generated = path.join(room, mark);
    process.stderr.write('locking the versions\n');
    lock(generated);

    let ourOne: Contender;
    let theirOne: Contender;
    const tagOf = (whose: string, step: string) => `${mark}:${whose}-${step}`;
    const changed = (one: Contender, whose: string, round: number) => {
      one.changeCode(`round ${round} of ${mark}`);
      return one.again(tagOf(whose, `code-${round}`));
    };
    /** Adds a library and builds again; what was done before the build is kept for the comparison after this one. */
    const extended = (one: Contender, whose: 'ours' | 'theirs', round: number) => {
      const before = one.addLibrary(LIGHT[(round - 1) % LIGHT.length] as string);
      const rebuilt = one.again(tagOf(whose, `library-${round}`));
      whole[whose] = { wall: before.wall + rebuilt.wall };
      return rebuilt;
    };
    const whole: Record<'ours' | 'theirs', Cost> = { ours: { wall: 0 }, theirs: { wall: 0 } };

    const steps: Comparison[] = [
      {
        name: 'cold build',
        against: AGAINST,
        goal: 0.75,
        ours: (round) => ourOne.cold(tagOf('ours', `cold-${round}`)),
        theirs: (round) => theirOne.cold(tagOf('theirs', `cold-${round}`)),
      },
      {
        name: 'unchanged rebuild',
        against: AGAINST,
        ours: (round) => ourOne.again(tagOf('ours', `same-${round}`)),
        theirs: (round) => theirOne.again(tagOf('theirs', `same-${round}`)),
      },
      {
        name: 'rebuild after a code change',
        against: AGAINST,
        goal: 0.03,
        ours: (round) => changed(ourOne, 'ours', round),
        theirs: (round) => changed(theirOne, 'theirs', round),
      },
      {
        name: 'rebuild after adding a light library',
        against: AGAINST,
        goal: 0.15,
        ours: (round) => extended(ourOne, 'ours', round),
        theirs: (round) => extended(theirOne, 'theirs', round),
      },
      {
        name: 'the same, with the locking before it',
        against: AGAINST,
        ours: () => whole.ours,
        theirs: () => whole.theirs,
      },
      {
        name: 'start to first answer',
        against: AGAINST,
        goal: 0.7,
        times: STARTS,
        ours: (round) => firstAnswer(tagOf('ours', `cold-${round}`), label, ROW),
        theirs: (round) => firstAnswer(tagOf('theirs', `cold-${round}`), label, ROW),
      },
    ];
    const outcomes = await compare(steps, rounds, (round) => {
      const folder = path.join(room, `round-${round}`);
      ourOne = ours(generated, path.join(folder, 'ours'), mark);
      theirOne = beginners(generated, path.join(folder, 'theirs'), mark);
    });
    const images = [tagOf('ours', 'cold-1'), tagOf('theirs', 'cold-1')];
    return [
      ...outcomes,
      ...sizeOutcome('image size, packed', 0.92, images.map(packedSize)),
      ...sizeOutcome('image size, unpacked', undefined, images.map(unpackedSize)),
    ];
  } finally {
    process.off('exit', tidy);
    tidy();
  }
}

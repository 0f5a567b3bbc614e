import { setImmediate as turn } from 'node:timers/promises';
import type { Cost } from './measure.ts';

/** One thing done in two ways, side by side. */
export interface Comparison {
  name: string;
  /** The other way, in a word or two. */
  against: string;
  /** The ratio that is aimed for, at most; absent where it is only shown. */
  goal?: number;
  /** How often in each round; once when left out. */
  times?: number;
  ours: (round: number) => Cost | Promise<Cost>;
  theirs: (round: number) => Cost | Promise<Cost>;
}

/** The middle of some ratios, and their extremes. */
export interface Ratio {
  median: number;
  least: number;
  most: number;
}

/** What a comparison gave: ours divided by theirs, over pairs that ran next to each other. */
export interface Outcome {
  name: string;
  against: string;
  goal?: number;
  wall: Ratio;
  cpu?: Ratio;
  pairs: number;
  /** What the other way took each time. */
  theirs: Cost[];
  note?: string;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

export function ratioOf(values: readonly number[]): Ratio {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/**
 * Goes through all comparisons once a round, in order. The two sides of a pair run directly after one another: what else the machine
 * does slows both, and their ratio is less disturbed by it than any time in seconds.
 */
export async function compare(
  comparisons: readonly Comparison[],
  rounds: number,
  beforeRound: (round: number) => void = () => {},
): Promise<Outcome[]> {
  const pairs = new Map<Comparison, { ours: Cost; theirs: Cost }[]>(comparisons.map((one) => [one, []]));
  for (let round = 1; round <= rounds; round += 1) {
    beforeRound(round);
    for (const [comparison, seen] of pairs) {
      for (let time = comparison.times ?? 1; time > 0; time -= 1) {
        await turn(); // Ctrl-C is heeded here: a command that runs is waited for
        process.stderr.write(`round ${round} of ${rounds}: ${comparison.name}, against ${comparison.against}\n`);
        const ours = await comparison.ours(round);
        seen.push({ ours, theirs: await comparison.theirs(round) });
      }
    }
  }
  return [...pairs].map(([{ name, against, goal }, seen]) => {
    const cpu = seen.flatMap(({ ours, theirs }) => (ours.cpu && theirs.cpu ? [ours.cpu / theirs.cpu] : []));
    return {
      name,
      against,
      ...(goal !== undefined && { goal }),
      wall: ratioOf(seen.map(({ ours, theirs }) => ours.wall / theirs.wall)),
      ...(cpu.length > 0 && { cpu: ratioOf(cpu) }),
      pairs: seen.length,
      theirs: seen.map(({ theirs }) => theirs),
    };
  });
}

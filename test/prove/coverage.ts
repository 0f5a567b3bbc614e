import type { Prospect } from './array.ts';
import type { Image } from './image.ts';
import { KINDS, type Kind, keyOf, type Pair, pairsOf } from './pairs.ts';
import type { Verdict } from './verdict.ts';

/** How many pairs of one kind there are, and what became of them. */
export interface Count {
  kind: Kind;
  /** The generator offers them. */
  offered: number;
  /** They occur in an image that passed. */
  covered: number;
}

/** Pairs that no image proves, and why not. */
export interface Gap {
  why: string;
  pairs: readonly Pair[];
}

export interface Coverage {
  counts: readonly Count[];
  gaps: readonly Gap[];
}

/** Images in which a pair occurs, by its key. */
function occurrences(found: readonly { image: Image; trainer: Verdict['trainer'] }[]): Map<string, Image[]> {
  const images = new Map<string, Image[]>();
  for (const { image, trainer } of found) {
    for (const key of new Set(pairsOf(image, trainer).map(keyOf))) images.set(key, [...(images.get(key) ?? []), image]);
  }
  return images;
}

/**
 * What the verdicts prove of what is offered.
 * @param unreached images for which no time was left.
 */
export function coverageOf(
  prospects: ReadonlyMap<string, Prospect>,
  verdicts: readonly Verdict[],
  unreached: readonly Image[],
): Coverage {
  const proven = occurrences(verdicts.filter(({ failure }) => !failure));
  const failed = occurrences(verdicts.filter(({ failure }) => failure));
  const offered = [...prospects].filter(([, prospect]) => prospect.offered);
  const whyNot = (key: string, { reasons }: Prospect): string => {
    if (reasons.size > 0) return [...reasons].sort().join('; ');
    if (failed.has(key)) return 'the image failed';
    return unreached.length > 0 ? 'no time was left for the image' : 'no image has both';
  };
  const gaps = new Map<string, Pair[]>();
  for (const [key, prospect] of offered) {
    if (proven.has(key)) continue;
    const why = whyNot(key, prospect);
    gaps.set(why, [...(gaps.get(why) ?? []), prospect.pair]);
  }
  const counts = KINDS.map((kind): Count => {
    const own = offered.filter(([, { pair }]) => pair.kind === kind);
    return { kind, offered: own.length, covered: own.filter(([key]) => proven.has(key)).length };
  });
  return {
    counts: counts.filter((count) => count.offered > 0),
    gaps: [...gaps].map(([why, pairs]) => ({ why, pairs })).sort((one, other) => (one.why < other.why ? -1 : 1)),
  };
}

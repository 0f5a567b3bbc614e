import leven from 'leven';

/** The candidate that is most like what was typed, or undefined where none is near (more than half of it would change). */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  const short = typed.slice(0, 100).toLowerCase();
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: leven(short, candidate) }))
    .sort((one, other) => one.distance - other.distance);
  return best && best.distance <= Math.max(1, Math.floor(best.candidate.length / 2)) ? best.candidate : undefined;
}

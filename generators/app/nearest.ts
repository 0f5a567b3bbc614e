import leven from 'leven';
import { shown } from './shown.ts';

/** How many values a sentence lists; more of them are shown by `ml-docker list`. */
const LISTED = 20;

/** The candidate that is most like what was typed, or undefined where none is near (more than half of it would change). */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  const short = typed.slice(0, 100).toLowerCase();
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: leven(short, candidate) }))
    .sort((one, other) => one.distance - other.distance);
  return best && best.distance <= Math.max(1, Math.floor(best.candidate.length / 2)) ? best.candidate : undefined;
}

/** The end of a sentence for a value that is none of the valid ones: what was given, the nearest of them, and all that there are. */
export function noneOf(what: string, given: string, valid: readonly string[]): string {
  const near = nearest(given, valid);
  const all = valid.length > LISTED ? 'All of them: ml-docker list' : `Choose from: ${valid.join(', ')}`;
  return `${shown(given)} is no ${what}.${near ? ` Did you mean ${near}?` : ''} ${all}`;
}

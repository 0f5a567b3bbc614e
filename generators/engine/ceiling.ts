import { spokenBytes } from './bytes.ts';
import type { Cost } from './cost.ts';
import { spokenSum } from './cost-lines.ts';
import { EngineError } from './failure.ts';
import type { Engine, Made } from './step.ts';

/** The most that may come out of a build. */
export interface Ceiling {
  bytes: number;
  /** As it was typed. */
  typed: string;
}

/** What makes it smaller, heaviest first. */
function remedy({ heaviest }: Cost, typed: string): string {
  const [first, second] = heaviest;
  const names = [first, second].flatMap((one) => (one ? [`${one.name} ${spokenBytes(one.bytes)}`] : [])).join(', ');
  return `leave out what is heavy${names && ` (${names})`}, or raise --max-size ${typed}; the project and its uv.lock are there`;
}

/**
 * Refuses a build that would weigh more than it may. Of a cost that is not known whole, the known part counts.
 * @throws EngineError with exit code 1, before anything is installed.
 */
export function refuseCost(cost: Cost, { bytes, typed }: Ceiling, what: Made): void {
  if (cost.weight.bytes <= bytes) return;
  throw new EngineError(
    `The ${what} would weigh ${spokenSum(cost.weight)}, more than --max-size ${typed} allows: nothing was built.`,
    remedy(cost, typed),
  );
}

/**
 * Refuses what was built and weighs more than it may.
 * @throws EngineError with exit code 1.
 */
export function refuseWeight(
  weight: number,
  ceiling: Ceiling,
  { makes, remove }: Pick<Engine, 'makes' | 'remove'>,
): void {
  if (weight <= ceiling.bytes) return;
  throw new EngineError(
    `The ${makes} weighs ${spokenBytes(weight)}, more than --max-size ${ceiling.typed} allows.`,
    `leave a library out, or raise --max-size; to remove what was built: ${remove}`,
  );
}

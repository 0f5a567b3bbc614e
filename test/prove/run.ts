import path from 'node:path';
import { type Image, titleOf } from './image.ts';
import { type Circumstances, prove } from './proof.ts';
import { Estimate, inWords, type Screen } from './screen.ts';
import type { Verdict } from './verdict.ts';

/** An image, and its number in the list of all. */
export interface Numbered {
  image: Image;
  number: number;
}

/** What a run has brought. */
export interface Results {
  verdicts: readonly Verdict[];
  /** Images for which no time was left. */
  unreached: readonly Image[];
}

/** A verdict in a few words. */
function told({ failure, seconds, tests, bytes }: Verdict, known: boolean, folder: string): string {
  if (known) return 'passed before';
  if (failure) return `FAILED at the step "${failure.step}" (${inWords(seconds)}), see ${path.dirname(folder)}`;
  return `passed, ${tests} tests (${inWords(seconds)}, ${((bytes ?? 0) / 1e6).toFixed(0)} MB)`;
}

/**
 * Proves images one after the other, and shows what it does, for how long, and how long the rest will take.
 * @param budget the seconds after which no image is built any more, nor before it one that would not be done by then; what passed before
 * still counts.
 * @throws the reason of the signal, when it ends the run.
 */
export async function runAll(
  images: readonly Numbered[],
  budget: number,
  screen: Screen,
  circumstances: Omit<Circumstances, 'show'>,
): Promise<Results> {
  const started = performance.now();
  const secondsSince = (moment: number) => (performance.now() - moment) / 1000;
  const estimate = new Estimate();
  const verdicts: Verdict[] = [];
  const unreached: Image[] = [];
  const count = Math.max(...images.map(({ number }) => number));
  for (const [place, { image, number }] of images.entries()) {
    const rest = images.slice(place).map((one) => one.image.libraries.length);
    const late = secondsSince(started) + (estimate.of(rest.slice(0, 1)) ?? 0) > budget;
    const label = `[${String(number).padStart(String(count).length)}/${count}] ${titleOf(image)}`;
    const began = performance.now();
    let doing = '';
    screen.doing(() => {
      const left = estimate.of(rest);
      const about = left === undefined ? '' : `, about ${inWords(Math.max(0, left - secondsSince(began)))} left`;
      return `${label} | ${inWords(secondsSince(started))}${about} | ${doing}`;
    });
    const show: Circumstances['show'] = (step, detail = '') => {
      doing = detail ? `${step}: ${detail}` : step;
    };
    const proven = await prove(image, number, { ...circumstances, show }, late);
    if (!proven) {
      unreached.push(image);
      continue;
    }
    const { verdict, known, folder } = proven;
    verdicts.push(verdict);
    estimate.add(image.libraries.length, known ? verdict.seconds : secondsSince(began));
    const left = estimate.of(rest.slice(1));
    const about = left === undefined || rest.length === 1 ? '' : `; about ${inWords(left)} left`;
    screen.say(`${label}: ${told(verdict, known, folder)}${about}`);
    for (const line of verdict.failure?.why.split('\n') ?? []) screen.say(`    ${line}`);
  }
  return { verdicts, unreached };
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replace } from '../../generators/catalog/refresh/data-file.ts';
import type { Verdict } from './verdict.ts';

/** What passed so far, in the cache folder: the next run goes on from there. What failed is tried again. */
export class State {
  readonly #file: string;
  #passed: Record<string, Verdict>;

  constructor(folder: string) {
    this.#file = join(folder, 'prove.json');
    this.#passed = this.#found();
  }

  #found(): Record<string, Verdict> {
    try {
      const found: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      return typeof found === 'object' && found !== null ? (found as Record<string, Verdict>) : {};
    } catch {
      return {}; // none yet, or half of one: everything is built
    }
  }

  /** @param key everything that a verdict depends on. */
  get(key: string): Verdict | undefined {
    return this.#passed[key];
  }

  keep(key: string, verdict: Verdict): void {
    if (verdict.failure) return;
    this.#passed[key] = verdict;
    mkdirSync(dirname(this.#file), { recursive: true });
    replace(this.#file, `${JSON.stringify(this.#passed)}\n`);
  }

  /** Nothing is left to go on from. */
  end(): void {
    this.#passed = {};
    rmSync(this.#file, { force: true });
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Keeps a second run away, whose images would have the same names. Undone when this process ends; what a killed one left does not count.
 * @throws Error that names the process which runs.
 */
export function onlyOne(folder: string): void {
  const file = join(folder, 'prove.pid');
  mkdirSync(folder, { recursive: true });
  let other = Number.NaN;
  try {
    other = Number(readFileSync(file, 'utf8'));
  } catch {
    // nobody was here
  }
  if (other > 0 && other !== process.pid && lives(other)) {
    throw new Error(`another npm run prove is at work (process ${other}): wait for it, or end it`);
  }
  writeFileSync(file, `${process.pid}`);
  process.once('exit', () => rmSync(file, { force: true }));
}

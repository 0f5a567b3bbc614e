import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Measured, parseWheels, type Wheels } from '../wheels.ts';
import { currentText, formatWheels, replace } from './data-file.ts';

/**
 * What a measurement has found so far, in the cache folder: the next run goes on from there, on the same day, with the same uv and the same
 * questions.
 */
export class Progress {
  readonly #file: string;
  readonly #setup: Omit<Wheels, 'libraries'>;
  readonly #libraries: Record<string, Measured>;

  /** @param asks what is asked beside the libraries' ids (floors, indexes): where it differs, nothing is taken over. */
  constructor(folder: string, setup: Omit<Wheels, 'libraries'>, asks: string) {
    this.#setup = { ...setup, uv: `${setup.uv} ${asks}` };
    this.#file = path.join(folder, 'catalog.json');
    this.#libraries = this.#found();
  }

  #found(): Record<string, Measured> {
    try {
      const { libraries, ...setup } = parseWheels(currentText(this.#file) ?? '');
      return JSON.stringify(setup) === JSON.stringify(this.#setup) ? { ...libraries } : {};
    } catch {
      return {};
    }
  }

  get(id: string): Measured | undefined {
    return this.#libraries[id];
  }

  keep(id: string, measured: Measured): void {
    this.#libraries[id] = measured;
    mkdirSync(path.dirname(this.#file), { recursive: true });
    replace(this.#file, formatWheels({ ...this.#setup, libraries: this.#libraries }));
  }

  /** Nothing is left to go on from. */
  end(): void {
    rmSync(this.#file, { force: true });
  }
}

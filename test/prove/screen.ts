import { stripVTControlCharacters } from 'node:util';
import { spoken } from '../../generators/engine/progress.ts';

/** How often the line that changes is drawn, in milliseconds. */
const EVERY = 1000;

/** What a run shows: a line for each image that is done and, on a terminal, one below them that changes. */
export class Screen {
  readonly #output: NodeJS.WriteStream;
  #line: (() => string) | undefined;
  readonly #clock: NodeJS.Timeout | undefined;

  constructor(output: NodeJS.WriteStream) {
    this.#output = output;
    if (output.isTTY) this.#clock = setInterval(() => this.#draw(), EVERY).unref();
  }

  #draw(): void {
    if (!this.#output.isTTY || !this.#line) return;
    const room = (this.#output.columns || 80) - 1;
    const text = stripVTControlCharacters(this.#line()).replace(/\s+/g, ' ');
    this.#output.write(`\r\x1b[K${text.length > room ? `${text.slice(0, room - 1)}…` : text}`);
  }

  /** Shows what is being done; it is asked again each second. */
  doing(line: () => string): void {
    this.#line = line;
    this.#draw();
  }

  /** Says something for good. */
  say(text: string): void {
    if (this.#output.isTTY) this.#output.write('\r\x1b[K');
    this.#output.write(`${text}\n`);
    this.#draw();
  }

  end(): void {
    clearInterval(this.#clock);
    if (this.#output.isTTY) this.#output.write('\r\x1b[K');
    this.#line = undefined;
  }
}

/** How long the rest takes, from what was done: the time of an image grows with its libraries. */
export class Estimate {
  #seconds = 0;
  #work = 0;

  /** What an image is without libraries, in libraries: measured, about as much as three. */
  static workOf(libraries: number): number {
    return libraries + 3;
  }

  add(libraries: number, seconds: number): void {
    this.#work += Estimate.workOf(libraries);
    this.#seconds += seconds;
  }

  /** In seconds; undefined while nothing was done. */
  of(libraries: readonly number[]): number | undefined {
    if (this.#work === 0) return undefined;
    return libraries.reduce((sum, one) => sum + Estimate.workOf(one), 0) * (this.#seconds / this.#work);
  }
}

/** Seconds as people say them. */
export function inWords(seconds: number): string {
  return spoken(Math.round(seconds) * 1000).replace('.0', '');
}

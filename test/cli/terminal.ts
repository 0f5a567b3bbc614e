import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';
import { BIN } from './command.ts';

/** Keys as a terminal sends them. */
export const KEYS = {
  enter: '\r',
  space: ' ',
  up: '\u001b[A',
  down: '\u001b[B',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
} as const;

/** Longer than any step takes on a busy machine, in milliseconds. */
const PATIENCE = 60_000;

export interface Session {
  cwd: string;
  columns?: number;
  env?: Record<string, string>;
  /** What to start; left out, the own bin. */
  words?: readonly string[];
}

/** A program in a real pseudo-terminal. Nothing is timed: it is waited for what is shown. */
export class Terminal {
  /** All that was written, with every control sequence. */
  raw = '';
  readonly #terminal: ReturnType<typeof spawn>;
  readonly #ended: Promise<number>;
  #exitCode: number | undefined;
  #read = 0;
  #check: (() => void) | undefined;

  constructor(args: readonly string[], { cwd, columns = 80, env = {}, words = BIN }: Session) {
    const [file, ...before] = words as [string, ...string[]];
    const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...own } = process.env as Record<string, string>;
    this.#terminal = spawn(file, [...before, ...args], {
      name: 'xterm-256color',
      cwd,
      cols: columns,
      rows: 24,
      env: { ...own, ...env },
    });
    this.#terminal.onData((written) => {
      this.raw += written;
      this.#check?.();
    });
    this.#ended = new Promise((resolve) => {
      this.#terminal.onExit(({ exitCode, signal }) => {
        this.#exitCode = signal ? 128 + signal : exitCode;
        resolve(this.#exitCode);
        this.#check?.();
      });
    });
  }

  /** All that was written, without colours and movements of the cursor. */
  get text(): string {
    return stripVTControlCharacters(this.raw).replaceAll('\r', '');
  }

  /** The lines that it wrote, those too that it wrote over later. */
  get lines(): string[] {
    return stripVTControlCharacters(this.raw.replace(/\r\n|\u001b\[(?:1?G|2K)/g, '\n')).split('\n');
  }

  /** Waits until a text is written behind the one that was waited for before. */
  shows(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (error?: Error) => {
        clearTimeout(timer);
        this.#check = undefined;
        error ? reject(error) : resolve();
      };
      const fail = (why: string) => settle(new Error(`${why} before it showed ${JSON.stringify(text)}:\n${this.text}`));
      const timer = setTimeout(() => fail('a minute passed'), PATIENCE);
      this.#check = () => {
        const found = this.text.indexOf(text, this.#read);
        if (found >= 0) {
          this.#read = found + text.length;
          settle();
        } else if (this.#exitCode !== undefined) fail(`it ended with ${this.#exitCode}`);
      };
      this.#check();
    });
  }

  /** Waits for a text, then sends keys. */
  async answer(text: string, keys: string): Promise<void> {
    await this.shows(text);
    this.#terminal.write(keys);
  }

  press(keys: string): void {
    this.#terminal.write(keys);
  }

  /** The exit code, once the program has ended; 128 and the signal's number where a signal ended it. */
  ended(): Promise<number> {
    return this.#ended;
  }

  /** Whether the cursor is left visible. */
  get cursorIsBack(): boolean {
    return this.raw.lastIndexOf('\u001b[?25h') >= this.raw.lastIndexOf('\u001b[?25l');
  }

  close(): void {
    if (this.#exitCode === undefined) this.#terminal.kill('SIGKILL');
  }
}

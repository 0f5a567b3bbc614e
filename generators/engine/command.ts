import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** How many lines of a command's output are kept in memory, to explain a failure. */
const KEPT_LINES = 400;
/** How long a command may take to end after it was asked to, in milliseconds. */
const GRACE = 5_000;

export interface CommandOptions {
  cwd?: string;
  /** Variables beside those of this process. */
  env?: Record<string, string>;
  /** Ends the command, and everything that it started, early. */
  signal?: AbortSignal;
  /** Ends it after so many milliseconds. */
  timeout?: number;
  /** Where its output goes; nowhere when left out. */
  log?: CommandLog;
  /** Sees every line while the command runs. */
  onLine?: (line: string) => void;
}

export interface CommandResult {
  ok: boolean;
  /** It could not be found. */
  missing: boolean;
  /** Standard output and standard error together, without colours: the last lines. */
  lines: string[];
}

/** The log of a step: every command with its whole output, without the values that have to stay secret. */
export class CommandLog {
  readonly file: string;
  readonly #secrets: readonly string[];
  #stream: WriteStream | undefined;

  /** `secrets` are replaced by *** wherever they appear. */
  constructor(file: string, secrets: readonly string[] = []) {
    this.file = file;
    this.#secrets = secrets;
  }

  /** The line as it may be shown. */
  masked(line: string): string {
    return this.#secrets.reduce((text, secret) => text.replaceAll(secret, '***'), line);
  }

  async write(line: string): Promise<void> {
    if (!this.#stream) {
      // A log that can't be written (a full disk, a read-only folder) must not end the build: the command itself says it better.
      await mkdir(dirname(this.file), { recursive: true }).catch(() => {});
      this.#stream = createWriteStream(this.file);
      this.#stream.on('error', () => {});
    }
    this.#stream.write(`${this.masked(line)}\n`);
  }

  async end(): Promise<void> {
    const stream = this.#stream;
    this.#stream = undefined;
    if (stream && !stream.destroyed) await new Promise<void>((done) => stream.end(() => done()));
  }
}

/** Asks a process and all that it started to end: SIGINT as Ctrl-C does, SIGKILL to what is left after the grace. */
export async function endGroup(pid: number, ended: Promise<unknown>): Promise<void> {
  if (process.platform === 'win32') {
    const { execa } = await import('execa');
    await execa('taskkill', ['/PID', String(pid), '/T', '/F'], { reject: false });
    return;
  }
  const send = (signal: NodeJS.Signals) => {
    try {
      process.kill(-pid, signal);
    } catch {
      // The whole group has ended already.
    }
  };
  send('SIGINT');
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((done) => {
    timer = setTimeout(done, GRACE);
  });
  await Promise.race([ended, grace]);
  clearTimeout(timer);
  send('SIGKILL');
}

/**
 * Runs a command to its end: the one place of the engine where that happens. It never throws for a command that fails or is missing; it
 * throws the signal's reason when the signal ends it.
 */
export async function run(file: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const { cwd, env, signal, timeout, log, onLine } = options;
  signal?.throwIfAborted();
  const { execa } = await import('execa');
  await log?.write(`$ ${[file, ...args].join(' ')}`);
  // A process group of its own: Ctrl-C in the terminal reaches this process only, which then ends the whole group in order.
  const child = execa(file, args, {
    ...(cwd ? { cwd } : {}),
    env: { ...env, NO_COLOR: '1' },
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
    detached: process.platform !== 'win32',
    cleanup: true,
    windowsHide: true,
  });
  const lines: string[] = [];
  const reading = (async () => {
    for await (const raw of child.iterable({ from: 'all' })) {
      const line = stripVTControlCharacters(String(raw)).trimEnd();
      lines.push(log?.masked(line) ?? line);
      if (lines.length > KEPT_LINES) lines.shift();
      await log?.write(line);
      onLine?.(log?.masked(line) ?? line);
    }
  })().catch(() => {});
  const end = () => {
    if (child.pid) void endGroup(child.pid, child);
  };
  signal?.addEventListener('abort', end, { once: true });
  const timer = timeout ? setTimeout(end, timeout) : undefined;
  try {
    const result = await child;
    await reading;
    signal?.throwIfAborted();
    return { ok: result.exitCode === 0, missing: result.code === 'ENOENT', lines };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

import { type SpawnOptions, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const CLI = path.resolve(import.meta.dirname, '..', '..', 'dist', 'cli.js');

/** The bin that was built, as words to start: a real process, never the source. */
export const BIN: readonly [file: string, script: string] = [process.execPath, CLI];

/** Every answer by flag, so that nothing is left to ask. */
export const ANSWERS = ['--base', 'python', '--libraries', 'numpy,pandas', '--python', '3.13'] as const;

/** This process's variables, but for those that say how this machine's network is set up: what is printed follows from them. */
const PLAIN: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !/^(SSL_CERT_FILE|REQUESTS_CA_BUNDLE|NODE_EXTRA_CA_CERTS|.*_PROXY|UV_.*|PIP_.*)$/i.test(name),
  ),
);

/** How a process ended, and what it said. */
export interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A command that was started: its process, and its outcome. */
export function start(words: readonly string[], options: SpawnOptions & { input?: string } = {}) {
  if (!existsSync(CLI)) throw new Error('There is no dist/cli.js. Make it: npm run build');
  const [file, ...args] = words as [string, ...string[]];
  const child = spawn(file, args, { stdio: 'pipe', ...options });
  child.stdin?.on('error', () => undefined); // it may have ended before it read
  child.stdin?.end(options.input ?? '');
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...said }));
  });
  return { child, outcome };
}

/** Runs the own bin without a terminal. */
export function run(args: readonly string[], options: SpawnOptions & { input?: string } = {}): Promise<Outcome> {
  return start([...BIN, ...args], options).outcome;
}

/** A folder of its own for a test; what is in it is removed with it. */
export class Place {
  readonly folder: string = realpathSync(mkdtempSync(path.join(tmpdir(), 'ml-docker-')));

  path(...parts: string[]): string {
    return path.join(this.folder, ...parts);
  }

  run(...args: string[]): Promise<Outcome> {
    return this.runWith({}, ...args);
  }

  /** The same with these variables set. */
  runWith(env: Record<string, string>, ...args: string[]): Promise<Outcome> {
    return run(args, { cwd: this.folder, env: { ...PLAIN, ...env } });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Every file under a folder, hidden ones too: path -> a fingerprint of its contents. Folders without files end in a slash. */
export function tree(folder: string): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).map((entry) => {
    const place = path.join(entry.parentPath, entry.name);
    const name = path.relative(folder, place).split(path.sep).join('/');
    if (!entry.isFile()) return [`${name}/`, ''];
    return [name, createHash('sha256').update(readFileSync(place)).digest('hex')];
  });
  const files = entries.map(([name]) => name as string);
  return Object.fromEntries(
    entries.filter(
      ([name]) => !name?.endsWith('/') || !files.some((file) => file !== name && file.startsWith(`${name}`)),
    ),
  );
}

import { spawnSync } from 'node:child_process';
import { type CommandOptions, failure } from '../engine/output.ts';

/** What something took, in seconds. */
export interface Cost {
  wall: number;
  /** Time on the processor, in user and system mode; absent where it can't be told. */
  cpu?: number;
}

/** Bash's own `time` sees what a command and its children took, to the millisecond; Node.js can't ask for that. */
const TIME = 'TIMEFORMAT="%3R %3U %3S"; time "$@"';
const HAS_BASH = process.platform !== 'win32' && spawnSync('bash', ['-c', 'true']).status === 0;

/**
 * Runs a command without a terminal and says what it took. Without bash that is wall-clock time alone.
 * @throws Error with the end of the command's output, when it fails.
 */
export function timed(file: string, args: readonly string[], options: CommandOptions = {}): Cost {
  const started = performance.now();
  const [command, all] = HAS_BASH ? ['bash', ['-c', TIME, 'bash', file, ...args]] : [file, args];
  const result = spawnSync(command, all, { ...options, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  const wall = (performance.now() - started) / 1000;
  if (result.status !== 0) throw failure(file, args, result);
  if (!HAS_BASH) return { wall };
  const [real, user, system] = (result.stderr.trim().split('\n').at(-1) ?? '')
    .replaceAll(',', '.') // some languages write 0,123
    .split(' ')
    .map(Number) as [number, number, number];
  return { wall: real, cpu: user + system };
}

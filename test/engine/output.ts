import { type SpawnSyncReturns, spawnSync } from 'node:child_process';

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** An error that holds the end of what a command said. */
export function failure(file: string, args: readonly string[], result: SpawnSyncReturns<string>): Error {
  const said = `${result.error?.message ?? ''}\n${result.stdout ?? ''}\n${result.stderr ?? ''}`
    .trim()
    .split('\n')
    .slice(-12);
  return new Error(`${[file, ...args].join(' ').slice(0, 200)} failed:\n${said.join('\n')}`);
}

/**
 * Runs a command that is not measured; its standard output.
 * @throws Error with the end of the command's output, when it fails.
 */
export function output(file: string, args: readonly string[], options: CommandOptions = {}): string {
  const result = spawnSync(file, args, { ...options, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (result.status !== 0) throw failure(file, args, result);
  return result.stdout.trim();
}

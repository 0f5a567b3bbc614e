import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { endGroup } from './command.ts';

/** A command in the background, which goes on when this process ends. */
export interface Background {
  pid: number;
  /** It has ended. */
  ended(): boolean;
  /** Ends it and everything that it started. */
  end(): Promise<void>;
}

/**
 * Starts a command in the background, its output in a file; undefined when it can't be started. Not with execa, which would pass the output
 * through this process: the command has to write to the file itself to outlive it.
 */
export async function launch(
  file: string,
  args: readonly string[],
  options: { cwd: string; env: Record<string, string>; log: string },
): Promise<Background | undefined> {
  await mkdir(dirname(options.log), { recursive: true });
  const log = openSync(options.log, 'w');
  try {
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', log, log],
      detached: true,
      windowsHide: true,
    });
    let over = false;
    const ended = new Promise<void>((done) => {
      const end = () => {
        over = true;
        done();
      };
      child.once('exit', end);
      child.once('error', end);
    });
    child.unref();
    const { pid } = child;
    return pid ? { pid, ended: () => over, end: async () => (over ? undefined : endGroup(pid, ended)) } : undefined;
  } finally {
    closeSync(log);
  }
}

import { readdirSync, readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { spawn } from '@lydell/node-pty';
import type { Cost } from './measure.ts';

/** What a process that still runs has taken of the processor, in seconds: the sum over its threads. Linux only. */
function cpuOf(pid: number): number | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const nanoseconds = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    );
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e9;
  } catch {
    return undefined;
  }
}

/**
 * Starts a program in a terminal and says what it took until a text is on the screen; the program is ended then.
 * @throws Error with what was on the screen, when the program ends before.
 */
export function untilShown(text: string, file: string, args: readonly string[], cwd: string): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const terminal = spawn(file, [...args], { cwd, cols: 100, rows: 40, env: process.env as Record<string, string> });
    let screen = '';
    terminal.onData((written) => {
      screen += written;
      if (!stripVTControlCharacters(screen).includes(text)) return;
      const wall = (performance.now() - started) / 1000;
      const cpu = cpuOf(terminal.pid);
      terminal.kill(process.platform === 'win32' ? undefined : 'SIGKILL');
      resolve({ wall, ...(cpu !== undefined && { cpu }) });
    });
    terminal.onExit(() => reject(new Error(`${file} ended before it showed ${JSON.stringify(text)}:\n${screen}`)));
  });
}

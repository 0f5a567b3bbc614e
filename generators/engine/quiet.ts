import { spawnSync } from 'node:child_process';

/** Prints the terminal's settings and stops it from showing what is typed; only in the foreground, as it would stop a job in the background. */
const HUSH = 'case $(ps -o stat= -p $PPID) in *+*) stty -g && stty -echo ;; esac';

function inTerminal(file: string, args: readonly string[]): string {
  const { stdout } = spawnSync(file, args, {
    stdio: ['inherit', 'pipe', 'ignore'],
    timeout: 1_000,
    killSignal: 'SIGKILL',
    encoding: 'utf8',
  });
  return (stdout ?? '').trim();
}

/**
 * Keeps what is typed out of the way of lines that are drawn over: an Enter would move them. Ctrl-C goes on working. Returns what puts the
 * terminal back; when the process exits before that, Node does it. Where the terminal can't be told (Windows, no stty) nothing changes.
 */
export function hushTerminal(): () => void {
  if (process.platform === 'win32' || !process.stdin.isTTY) return () => {};
  const settings = inTerminal('sh', ['-c', HUSH]);
  if (!settings) return () => {};
  return () => void inTerminal('stty', [settings]);
}

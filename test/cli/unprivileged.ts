import { spawnSync } from 'node:child_process';
import { chownSync } from 'node:fs';
import { describe } from '@jest/globals';

/** The account without rights, by its number. */
const NOBODY = 65_534;
const IS_ROOT = process.getuid?.() === 0;

/** Words before a command that has to run without root's rights: none for who has none. */
export const UNPRIVILEGED: readonly string[] = IS_ROOT
  ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups']
  : [];

/** Hands a folder to the account under which such a command runs. */
export function handOver(folder: string): void {
  if (IS_ROOT) chownSync(folder, NOBODY, NOBODY);
}

/** Why a script can't be started so; undefined where it can. */
function whyNot(script: string): string | undefined {
  const [file, ...args] = [...UNPRIVILEGED, process.execPath, script, '--version'];
  const { status, error, stderr } = spawnSync(file as string, args, { encoding: 'utf8', cwd: '/' });
  if (status === 0) return undefined;
  return `${script} does not start without root's rights: ${error?.message ?? stderr.trim().split('\n')[0]}`;
}

/** Tests that start a script without root's rights; listed as skipped, with the reason, where it can't be started so. */
export function describeUnprivileged(name: string, script: string, tests: () => void): void {
  const reason = whyNot(script);
  if (!reason) {
    describe(name, tests);
    return;
  }
  process.stderr.write(`skipped: ${name}: ${reason}\n`);
  describe.skip(`${name} (skipped: ${reason})`, tests);
}

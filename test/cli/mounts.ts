import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { it } from '@jest/globals';

/** Words before a shell script that may mount: none for root, a namespace of its own for others. */
const PRIVILEGED: readonly string[] =
  process.getuid?.() === 0 ? ['unshare', '--mount'] : ['unshare', '--user', '--map-root-user', '--mount'];

/** Why nothing can be mounted here; undefined where it can. */
const REASON: string | undefined = (() => {
  if (process.platform !== 'linux') return 'mounting a file system for a test needs Linux';
  const folder = mkdtempSync(path.join(tmpdir(), 'ml-docker-'));
  const [file, ...args] = PRIVILEGED as [string, ...string[]];
  const script = 'mount -t tmpfs none "$0" && umount "$0"';
  const { status, error, stderr } = spawnSync(file, [...args, 'sh', '-c', script, folder], { encoding: 'utf8' });
  rmSync(folder, { recursive: true, force: true });
  return status === 0 ? undefined : `nothing can be mounted here: ${error?.message ?? stderr.trim()}`;
})();

/**
 * A command that runs with a file system of its own mounted on a folder; the mount ends with it.
 * @param options of mount, such as size=64k or ro.
 * @param after a shell script that runs then, in the same place.
 */
export function onMount(options: string, folder: string, words: readonly string[], after = 'true'): string[] {
  const script = `mount -t tmpfs -o ${options} none "$0" && cd "$0" && { "$@"; status=$?; ${after}; exit $status; }`;
  return [...PRIVILEGED, 'sh', '-c', script, folder, ...words];
}

/** A test that mounts; listed as skipped, with the reason, where that is not possible. */
export function itMounts(name: string, test: () => Promise<void>): void {
  if (!REASON) it(name, test);
  else {
    process.stderr.write(`skipped: ${name}: ${REASON}\n`);
    it.skip(`${name} (skipped: ${REASON})`, test);
  }
}

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '..');
const run = promisify(execFile);

/** What a pack holds. */
export interface Pack {
  filename: string;
  files: { path: string; size: number }[];
}

/** Runs npm in the repository; without scripts, because what is packed was built before the tests. */
async function npm(...args: string[]): Promise<string> {
  const { stdout } = await run('npm', [...args, '--ignore-scripts', '--offline', '--no-audit', '--no-fund'], {
    cwd: ROOT,
    env: { ...process.env, npm_config_update_notifier: 'false' },
    shell: process.platform === 'win32', // npm is a script there
  });
  return stdout;
}

/** What `npm pack` would take along. */
export async function pack(...args: string[]): Promise<Pack> {
  return JSON.parse(await npm('pack', '--json', ...args))[0];
}

/**
 * Packs the generator and installs it globally under a folder of the test.
 * @returns the folder in which the globally installed packages are.
 */
export async function install(prefix: string): Promise<string> {
  const { filename } = await pack('--pack-destination', prefix);
  await npm('install', '--global', '--prefix', prefix, path.join(prefix, filename));
  return process.platform === 'win32' ? path.join(prefix, 'node_modules') : path.join(prefix, 'lib', 'node_modules');
}

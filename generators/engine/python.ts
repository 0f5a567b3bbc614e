import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Bench } from './step.ts';

const WINDOWS = process.platform === 'win32';

/** The folders of the Pythons that pyenv has installed; its own commands on the PATH work only for the version that is switched on. */
export function pyenvFolders(env: Readonly<Record<string, string | undefined>> = process.env): string[] {
  const root = env.PYENV_ROOT || (WINDOWS ? join(homedir(), '.pyenv', 'pyenv-win') : join(homedir(), '.pyenv'));
  try {
    const versions = readdirSync(join(root, 'versions'));
    return versions.map((version) => join(root, 'versions', version, ...(WINDOWS ? [] : ['bin'])));
  } catch {
    return [];
  }
}

/** The variable in which uv looks for interpreters, with pyenv's at the end. */
export function searchPath(env: Readonly<Record<string, string | undefined>> = process.env): Record<string, string> {
  // Windows calls it Path.
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { [name]: [env[name], ...pyenvFolders(env)].filter(Boolean).join(delimiter) };
}

/**
 * What uv is told with --python: the path of an interpreter that is installed, of the wanted version or else of another that the project
 * allows; else the version, which uv then downloads.
 */
export async function pythonFor(bench: Bench, uv: string, env: Record<string, string>): Promise<string> {
  const { python } = bench.project;
  for (const request of [[python], []]) {
    const result = await bench.run(uv, ['python', 'find', '--system', ...request], {
      env: { ...env, UV_PYTHON_DOWNLOADS: 'never' },
    });
    const found = result.lines.findLast((line) => existsSync(line));
    if (result.ok && found) return found;
  }
  return python;
}

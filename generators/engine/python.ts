import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Environment } from '../catalog/wheel-tags.ts';
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

/** Prints what decides which wheels fit: '3 13 linux x86_64 glibc 2.41'. */
const ASK =
  'import platform, sys; print(*sys.version_info[:2], sys.platform, platform.machine(), *platform.libc_ver())';

/** What a Python runs on, from what it printed; undefined for anything else. */
export function environmentIn(line: string): Environment | undefined {
  const found = /^3 (?<minor>\d+) (?<system>linux|darwin|win32) (?<machine>\w+) *(?:glibc 2\.(?<glibc>\d+))?/.exec(
    line,
  );
  if (!found?.groups) return undefined;
  const { minor, system, machine = '', glibc } = found.groups;
  return {
    python: `3.${minor}`,
    system: system as Environment['system'],
    architecture: /arm64|aarch64/i.test(machine) ? 'aarch64' : 'x86_64',
    libc: glibc === undefined && system === 'linux' ? 'musl' : 'glibc',
    libcMinor: Number(glibc ?? 2),
  };
}

/** What the environment of a run without a container is, by the interpreter that `pythonFor` has found; one that uv will download is not there yet. */
export async function environmentOf(bench: Bench, python: string): Promise<Environment> {
  const asked = existsSync(python) ? (await bench.run(python, ['-c', ASK])).lines.at(-1) : undefined;
  const usual: Environment = {
    python: bench.project.python,
    system: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
    architecture: process.arch === 'arm64' ? 'aarch64' : 'x86_64',
    libc: 'glibc',
    libcMinor: 28,
  };
  return environmentIn(asked ?? '') ?? usual;
}

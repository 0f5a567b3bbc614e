import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from './failure.ts';
import { type Bench, failed } from './step.ts';

const WINDOWS = process.platform === 'win32';
const EXECUTABLE = WINDOWS ? 'uv.exe' : 'uv';
/** Commands that may start a Python 3 which can install packages. */
const PYTHONS = WINDOWS ? ['py', 'python', 'python3'] : ['python3', 'python'];
/** The oldest uv that reads the locks of today and knows what pyproject.toml asks of it (0.4.20 installs nothing of it, and says nothing). */
const OLDEST = '0.9';

/** Where this generator keeps what it had to fetch for itself. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const parent = env.XDG_CACHE_HOME || (WINDOWS ? env.LOCALAPPDATA : undefined) || join(homedir(), '.cache');
  return join(parent, 'ml-docker');
}

/** pip puts commands into one of these below its target. */
function below(folder: string): string | undefined {
  return ['bin', 'Scripts'].map((name) => join(folder, name, EXECUTABLE)).find((file) => existsSync(file));
}

/** Whether a uv starts and is not too old. */
async function works(bench: Bench, uv: string): Promise<boolean> {
  const { ok, lines } = await bench.run(uv, ['--version']);
  const version = /^uv (\d+)\.(\d+)/
    .exec(lines.at(-1) ?? '')
    ?.slice(1)
    .map(Number);
  const [major, minor] = OLDEST.split('.').map(Number) as [number, number];
  return (
    ok &&
    version !== undefined &&
    ((version[0] as number) > major || (version[0] === major && (version[1] as number) >= minor))
  );
}

/**
 * The uv command: the one on the PATH or where its installer puts it, else the one in the cache folder, where the pip of an existing
 * Python installs it once, from the Python package index.
 */
export async function findUv(bench: Bench): Promise<string> {
  const folder = join(cacheFolder(), 'uv');
  const installed = [
    join(homedir(), '.local', 'bin', EXECUTABLE),
    join(homedir(), '.cargo', 'bin', EXECUTABLE),
    below(folder),
  ];
  for (const uv of ['uv', ...installed.filter((file) => file !== undefined && existsSync(file))]) {
    if (uv && (await works(bench, uv))) return uv;
  }
  bench.show('fetching uv');
  const python = await findPip(bench);
  const staging = `${folder}.${process.pid}`;
  try {
    await mkdir(staging, { recursive: true });
    const result = await bench.run(
      python,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', staging, `uv>=${OLDEST}`],
      {
        // Settings of a user's pip that can't be combined with a target.
        env: { PIP_USER: '0', PIP_REQUIRE_VIRTUALENV: '0' },
      },
    );
    if (!result.ok) throw failed(bench, result.lines, 'Fetching uv', 'pip');
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  const uv = below(folder);
  if (uv && (await works(bench, uv))) return uv;
  throw new EngineError('uv was fetched but does not start.', 'install it: https://docs.astral.sh/uv/', 1, {
    log: bench.log.file,
  });
}

/** A Python that has pip; throws when there is none. */
async function findPip(bench: Bench): Promise<string> {
  for (const python of PYTHONS) {
    const result = await bench.run(python, ['-c', 'import sys, pip; sys.exit(sys.version_info < (3, 8))']);
    if (result.ok) return python;
  }
  const hint = 'install Docker, or uv (https://docs.astral.sh/uv/), or Python 3 with pip; then repeat the command';
  throw new EngineError(
    `Without a container engine this needs uv ${OLDEST} or newer, or a Python 3 with pip to fetch it; there is neither.`,
    hint,
    3,
    {
      log: bench.log.file,
    },
  );
}

import { execa } from 'execa';
import { run } from '../../generators/engine/command.ts';
import type { Bench } from '../../generators/engine/step.ts';
import { findUv } from '../../generators/engine/uv.ts';

/** Where a wheel has to fit, as uv names it. */
export interface Place {
  /** Such as 'x86_64-manylinux_2_28' or 'aarch64-unknown-linux-musl'. */
  platform: string;
  /** Such as '3.13'. */
  python: string;
}

const unattended = { show: () => {}, note: () => {}, run: (file: string, args: readonly string[]) => run(file, args) };

/** Whether a requirement resolves from wheels alone, with everything that it needs; and what uv says where it does not. */
export async function resolve(
  uv: string,
  requirement: string,
  { platform, python }: Place,
): Promise<{ ok: boolean; said: string }> {
  const args = [
    'pip',
    'compile',
    '--quiet',
    '--no-header',
    '--no-annotate',
    '--only-binary',
    ':all:',
    '--prerelease',
    'disallow',
  ];
  const result = await execa(uv, [...args, '--python-platform', platform, '--python-version', python, '-'], {
    input: `${requirement}\n`,
    reject: false,
    env: { UV_PYTHON_DOWNLOADS: 'never' },
  });
  return { ok: result.exitCode === 0, said: result.stderr };
}

/** The uv command, fetched where it is missing; or why the package index can't be asked. */
export async function uvOnline(): Promise<{ uv: string } | { reason: string }> {
  try {
    const uv = await findUv(unattended as unknown as Bench);
    const asked = await resolve(uv, 'six', { platform: 'x86_64-manylinux_2_28', python: '3.13' });
    return asked.ok ? { uv } : { reason: `the package index does not answer: ${asked.said.split('\n')[0]}` };
  } catch (error) {
    return { reason: (error as Error).message };
  }
}

import { describe, expect, it } from '@jest/globals';
import type { Bench } from '../../../generators/engine/step.ts';
import { findUv } from '../../../generators/engine/uv.ts';

/** A machine whose uv commands answer this to --version, and whose Python has no pip. */
function machine(answers: Record<string, string>): Bench {
  const run = async (file: string, args: readonly string[]) => {
    const answer = args[0] === '--version' ? answers[file] : undefined;
    return { ok: answer !== undefined, missing: answer === undefined, lines: answer === undefined ? [] : [answer] };
  };
  return { run, show: () => {}, note: () => {}, log: { file: '' } } as unknown as Bench;
}

describe('the uv command', () => {
  it.each(['uv 0.9.0', 'uv 0.13.9 (x86_64-unknown-linux-gnu)', 'uv 1.0.0'])(
    'is the one on the PATH where that is %s',
    async (said) => {
      expect(await findUv(machine({ uv: said }))).toBe('uv');
    },
  );

  it.each(['uv 0.4.20', 'uv 0.8.99', 'not uv'])('is not the one on the PATH where that is %s', async (said) => {
    await expect(findUv(machine({ uv: said }))).rejects.toThrow(/there is neither/);
  });
});

import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { perform, spoken } from '../../../generators/engine/progress.ts';

async function text(steps: Parameters<typeof perform>[0], signal = new AbortController().signal): Promise<string> {
  const output = new PassThrough();
  await perform(steps, output, signal).catch((error: Error) => output.write(`<${error.message}>`));
  return String(output.read());
}

describe('progress without a terminal', () => {
  it('is one plain line a step, with its time', async () => {
    const steps = ['Lock every version', 'Build the image demo'].map((title) => ({ title, work: async () => {} }));
    await expect(text(steps)).resolves.toMatch(
      /^Lock every version \.\.\. 0\.\d s\nBuild the image demo \.\.\. 0\.\d s\n$/,
    );
  });

  it('stops at the step that fails', async () => {
    const fails = async () => {
      throw new Error('boom');
    };
    const shown = await text([
      { title: 'Build', work: fails },
      { title: 'Run', work: async () => {} },
    ]);
    expect(shown).toMatch(/^Build \.\.\. failed after 0\.\d s\n<boom>$/);
  });

  it('tells cancelled from failed', async () => {
    const stop = new AbortController();
    const work = async () => {
      stop.abort();
      stop.signal.throwIfAborted();
    };
    await expect(text([{ title: 'Build', work }], stop.signal)).resolves.toMatch(/^Build \.\.\. cancelled after/);
  });
});

describe('a time', () => {
  it.each([
    [40, '0.0 s'],
    [840, '0.8 s'],
    [42_400, '42 s'],
    [185_000, '3 min 5 s'],
  ])('of %d ms is said as %s', (milliseconds, words) => {
    expect(spoken(milliseconds)).toBe(words);
  });
});

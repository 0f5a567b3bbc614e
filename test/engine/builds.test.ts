import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readVersions } from '../../generators/app/versions.ts';
import { describeWithEngine } from './available.ts';
import { Workplace } from './workplace.ts';

/** What to type to lock; with the certificates where the build was given some. */
const TO_LOCK = /docker build (--secret \S+ )?--target lock --output \. \./;

/** The steps of a build that were really done, not taken from the cache: 'libraries 2/4: RUN …'. */
function done(output: string): string[] {
  const steps = [...output.matchAll(/^#(\d+) \[(.+?)\] ((?:RUN|COPY) .+)$/gm)];
  const cached = new Set([...output.matchAll(/^#(\d+) CACHED$/gm)].map(([, number]) => number));
  return [
    ...new Set(steps.filter(([, number]) => !cached.has(number)).map(([, , stage, what]) => `${stage}: ${what}`)),
  ];
}

describeWithEngine(
  'a build',
  () => {
    const workplace = new Workplace();
    const name = workplace.name('build');
    const file = (path: string) => join(workplace.project(name), path);
    const edit = (path: string, change: (text: string) => string) =>
      writeFileSync(file(path), change(readFileSync(file(path), 'utf8')));

    beforeAll(async () => {
      const { exitCode, output } = await workplace.mlDocker(name, ['--libraries', 'numpy']);
      if (exitCode !== 0) throw new Error(output);
    });
    afterAll(() => workplace.cleanUp(), 60_000);

    // Each test goes on from where the one before it has left the project.

    it('of a fresh clone without a lock succeeds, and says how to lock', async () => {
      const { exitCode, output } = await workplace.build(name, ['--tag', name]);
      expect(output).toMatch(
        new RegExp(
          `There is no uv\\.lock, so tomorrow's build may get other versions\\. Keep these: ${TO_LOCK.source}`,
        ),
      );
      expect(exitCode).toBe(0);
    }, 120_000);

    it('makes the lock, without Python on the host', async () => {
      expect(await workplace.build(name, ['--target', 'lock', '--output', '.'])).toMatchObject({ exitCode: 0 });
      expect(readFileSync(file('uv.lock'), 'utf8')).toContain('name = "numpy"');
    }, 60_000);

    it('with that lock installs nothing again', async () => {
      const { exitCode, output } = await workplace.build(name, ['--tag', name]);
      expect(exitCode).toBe(0);
      expect(done(output).filter((step) => /^(?:libraries|runtime)/.test(step))).toEqual([]);
    }, 60_000);

    it('after a change of the app installs and trains nothing', async () => {
      edit(`src/${name.replaceAll('-', '_')}/api.py`, (text) => `${text}\n# changed\n`);
      const { exitCode, output } = await workplace.build(name, ['--tag', name]);
      expect(exitCode).toBe(0);
      expect(done(output).filter((step) => step.includes(': RUN'))).toEqual([]);
    }, 60_000);

    it('with a lock that does not fit fails, and says what to type', async () => {
      edit('pyproject.toml', (text) => text.replace('dependencies = [', 'dependencies = [\n  "tabulate>=0.9",'));
      const { exitCode, output } = await workplace.build(name, ['--tag', name]);
      expect(exitCode).not.toBe(0);
      expect(output).toMatch(
        new RegExp(`uv\\.lock does not fit pyproject\\.toml\\. Bring it up to date: ${TO_LOCK.source}`),
      );
    }, 60_000);

    it('after a new light library leaves the heavy ones as they are, and trains nothing again', async () => {
      expect(await workplace.build(name, ['--target', 'lock', '--output', '.'])).toMatchObject({ exitCode: 0 });
      const { exitCode, output } = await workplace.build(name, ['--tag', name]);
      expect(exitCode).toBe(0);
      expect(done(output)).not.toContainEqual(expect.stringContaining('heavy.txt'));
      expect(done(output)).not.toContainEqual(expect.stringMatching(/^model .*RUN/));
    }, 60_000);

    it('is clean under docker build --check', async () => {
      const { exitCode, output } = await workplace.build(name, ['--check']);
      expect(output).toContain('no warnings found');
      expect(exitCode).toBe(0);
    });
  },
  readVersions().images['python-3.13'] as string,
);

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { baseOf } from '../../generators/catalog/bases.ts';
import { type Image, optionsOf } from '../prove/image.ts';
import { needsOf } from '../prove/needs.ts';
import { SEEDS } from '../prove/seeds.ts';
import { describeWithEngine, type Needed } from './available.ts';
import { whyNoMirror } from './here.ts';
import { run, succeed, Workplace } from './workplace.ts';

const ROW = { bill_length_mm: 39.1, bill_depth_mm: 18.7, flipper_length_mm: 181, body_mass_g: 3750 };
const GENTOO = { bill_length_mm: 50, bill_depth_mm: 15, flipper_length_mm: 220, body_mass_g: 5000 };

/** What an image needs and not every machine has. A mirror of apt's packages is not among it: without one, these tests fail. */
function needed(image: Image): Needed[] {
  return needsOf(image).flatMap((need): Needed[] => {
    if (need.kind === 'image') return [need.image];
    return need.kind === 'mirror' && need.manager === 'apk' ? [() => whyNoMirror(need.image, need.manager)] : [];
  });
}

for (const image of SEEDS) {
  const { base, python } = image;
  const libraries = image.libraries.join(',');
  const wheels = baseOf(base).libc === 'musl' ? 'musllinux' : 'manylinux';
  describeWithEngine(
    `${base} with ${libraries} on Python ${python}, in a container`,
    () => {
      const workplace = new Workplace();
      const name = workplace.name(
        `pair-${base}-${python.replace('.', '-')}-${image.libraries.length > 1 ? 'everything' : libraries}`,
      );
      let said: string;
      let url: string;

      beforeAll(async () => {
        const outcome = await workplace.mlDocker(name, [...optionsOf(image), '--run']);
        said = outcome.output;
        if (outcome.exitCode !== 0) throw new Error(said);
        url = /answers on (\S+)/.exec(said)?.[1] ?? '';
      }, 300_000);
      afterAll(() => workplace.cleanUp(), 60_000);

      it('is locked with hashes, for x86-64 and arm64', () => {
        const lock = readFileSync(join(workplace.project(name), 'uv.lock'), 'utf8');
        const files = [...lock.matchAll(/\/(numpy-[^"]+\.whl)", hash = "sha256:[0-9a-f]{64}"/g)].map(
          ([, file]) => file,
        );
        expect(files).toContainEqual(expect.stringMatching(`${wheels}.*x86_64`));
        expect(files).toContainEqual(expect.stringMatching(`${wheels}.*aarch64`));
      });

      it('is healthy', async () => {
        expect(await succeed('docker', ['inspect', '--format', '{{.State.Health.Status}}', name])).toBe('healthy');
      });

      it('answers the call that is printed', async () => {
        const call = said.split('\n').find((line) => line.includes('curl ')) ?? '';
        const { predictions } = JSON.parse(await succeed('sh', ['-c', call]));
        expect(predictions).toEqual([expect.objectContaining({ species: 'Adelie' })]);
      });

      it('predicts many rows by HTTP, and says what is wrong with one', async () => {
        const ask = (body: unknown) =>
          fetch(`${url}/predict`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          });
        const { predictions } = (await (await ask([GENTOO, ROW])).json()) as { predictions: { species: string }[] };
        expect(predictions.map(({ species }) => species)).toEqual(['Gentoo', 'Adelie']);
        const refused = await ask([ROW, { ...ROW, body_mass_g: 'heavy' }]);
        expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining('row 2: body_mass_g')]);
      });

      it('predicts on the command line, on a machine that has the image alone', async () => {
        const answer = await succeed('docker', [
          'run',
          '--rm',
          '--network',
          'none',
          name,
          'predict',
          JSON.stringify(ROW),
        ]);
        expect(answer).toContain('Adelie');
      });

      it('is not root, and can write to /tmp only', async () => {
        const python = (code: string) => run('docker', ['exec', name, 'python', '-c', code]);
        expect((await python('import os; print(os.getuid(), os.getgid())')).output).toBe('10001 0');
        expect((await python('open("/tmp/x", "w")')).exitCode).toBe(0);
        expect((await python('open("/app/x", "w")')).output).toContain('Read-only file system');
      });

      it('can be run by any number, also 1000, which then may replace the model', async () => {
        const command = ['run', '--rm', '--network', 'none', '--user', '1000', '--entrypoint', 'python', name, '-c'];
        const code =
          'import os; print(os.getuid(), os.getgid()); [open(f"models/{m}", "a") for m in os.listdir("models")]';
        expect(await run('docker', [...command, code])).toEqual({ exitCode: 0, output: '1000 0' });
      });

      it('passes its own tests, with the libraries that it ships', async () => {
        const built = await workplace.build(name, ['--target', 'test', '--tag', `${name}:test`]);
        expect(built).toMatchObject({ exitCode: 0 });
        const tested = await run('docker', ['run', '--rm', '--read-only', '--tmpfs', '/tmp', `${name}:test`]);
        expect(tested).toEqual({ exitCode: 0, output: expect.stringMatching(/\d+ passed/) });
      }, 120_000);

      it('ends within a second of SIGTERM', async () => {
        const start = performance.now();
        await succeed('docker', ['kill', '--signal', 'TERM', name]);
        await succeed('docker', ['wait', name]);
        // Half a second more for two runs of the docker command on a busy machine.
        expect(performance.now() - start).toBeLessThan(1_500);
      });
    },
    ...needed(image),
  );
}

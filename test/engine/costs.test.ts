import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readVersions } from '../../generators/app/versions.ts';
import { describeWithEngine } from './available.ts';
import { CountingIndex } from './counting-index.ts';
import { predictedAndActual } from './predictions.ts';
import { succeed, Workplace } from './workplace.ts';

/*
 * What is said before a build against what it fetches and weighs: every wheel goes through an index that counts. A few projects each time;
 * all of them, with a table, by ML_DOCKER_COSTS=all.
 */

/** A project, and the name of its image in templates/versions/. */
type Choice = readonly [what: string, options: readonly string[], image: string];

const FEW: readonly Choice[] = [
  ['python, classic', ['--base', 'python', '--libraries', 'numpy,pandas,scikit-learn'], 'python-3.13'],
  ['alpine, arrays', ['--base', 'alpine', '--libraries', 'numpy,pandas'], 'alpine-3.13'],
  ['no container', ['--base', 'python', '--libraries', 'numpy,statsmodels', '--engine', 'local'], 'python-3.13'],
];

const MORE: readonly Choice[] = [
  ['python, arrays', ['--base', 'python', '--libraries', 'numpy'], 'python-3.13'],
  ['ubuntu, arrays', ['--base', 'ubuntu', '--libraries', 'numpy'], 'ubuntu-3.12'],
  ['ubuntu, boosting', ['--base', 'ubuntu', '--libraries', 'pandas,lightgbm'], 'ubuntu-3.12'],
  [
    'python 3.11, tables',
    ['--base', 'python', '--python', '3.11', '--libraries', 'polars,duckdb,pyarrow'],
    'python-3.11',
  ],
  ['python 3.14, plots', ['--base', 'python', '--python', '3.14', '--libraries', 'pandas,seaborn'], 'python-3.14'],
  ['python 3.12, boosting', ['--base', 'python', '--python', '3.12', '--libraries', 'xgboost,optuna'], 'python-3.12'],
  ['python, catboost', ['--base', 'python', '--libraries', 'catboost'], 'python-3.13'],
  // Releases that were never measured: what comes out of them is reckoned from their wheels.
  ['python, older', ['--base', 'python', '--libraries', 'numpy<2.3,pandas<3,scikit-learn<1.8'], 'python-3.13'],
  ['python, JAX', ['--base', 'python', '--libraries', 'jax'], 'python-3.13'],
  ['alpine, more', ['--base', 'alpine', '--libraries', 'scipy,polars', '--with', 'rich'], 'alpine-3.13'],
];

const CHOICES = process.env.ML_DOCKER_COSTS === 'all' ? [...FEW, ...MORE] : FEW;
const { images } = readVersions();

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1).padStart(8);
const percent = (one: number, other: number) => `${(100 * (one / other - 1)).toFixed(1)} %`.padStart(8);

for (const [what, options, image] of CHOICES) {
  describeWithEngine(
    `the cost of a project (${what})`,
    () => {
      const workplace = new Workplace();
      const name = workplace.name('cost');
      const local = options.includes('local');
      let index: CountingIndex;

      beforeAll(async () => {
        const lock = /registry = "([^"]+)"/.exec(await publicLock(workplace))?.[1] ?? '';
        index = new CountingIndex(lock);
        const gateway = await succeed('docker', [
          ...['network', 'inspect', '--format', '{{(index .IPAM.Config 0).Gateway}}', 'bridge'],
        ]);
        const env = {
          UV_DEFAULT_INDEX: await index.open(gateway),
          UV_CACHE_DIR: join(workplace.folder, 'cache'),
        };
        await workplace.mlDocker(
          name,
          options.filter((one) => one !== '--engine' && one !== 'local'),
        );
        // So that no layer of an earlier build will do.
        appendFileSync(join(workplace.project(name), 'docker', 'install.sh'), `# ${name} ${what}\n`);
        const { exitCode, output } = await workplace.mlDocker(name, [...options, '--build'], {
          env,
          // What locking looks into is no part of it.
          onOutput: (said) => {
            if (!said.includes('download')) index.fetched.clear();
          },
        });
        if (exitCode !== 0) throw new Error(output);
      }, 600_000);
      afterAll(async () => {
        index?.close();
        await workplace.cleanUp();
      }, 60_000);

      it('is what is fetched, within 2 %, and what comes out, within 10 %', async () => {
        const { download, weight, actual } = await predictedAndActual(
          workplace.project(name),
          ...(local ? [] : [name]),
        );
        const fetched = [...index.fetched.values()].reduce((sum, bytes) => sum + bytes, 0);
        process.stderr.write(
          `${what.padEnd(24)} download ${megabytes(download.bytes)} / ${megabytes(fetched)} ${percent(download.bytes, fetched)}   weight ${megabytes(weight.bytes)} / ${megabytes(actual)} ${percent(weight.bytes, actual)}\n`,
        );
        expect([...download.unknown, ...weight.unknown]).toEqual([]);
        expect(Math.abs(download.bytes / fetched - 1)).toBeLessThan(0.02);
        expect(Math.abs(weight.bytes / actual - 1)).toBeLessThan(0.1);
      });
    },
    images[image] as string,
  );
}

/** A lock that names the public index. */
async function publicLock(workplace: Workplace): Promise<string> {
  const name = workplace.name('public');
  await workplace.mlDocker(name, ['--base', 'python', '--libraries', 'numpy']);
  await workplace.build(name, ['--target', 'lock', '--output', '.']);
  return readFileSync(join(workplace.project(name), 'uv.lock'), 'utf8');
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ARCHITECTURES } from '../catalog/bases.ts';
import { sizes } from '../catalog/sizes.ts';
import { type Cost, costOf } from './cost.ts';
import { readLock } from './lock.ts';
import type { Bench, Engine } from './step.ts';

/** What a project costs on the platform it is built for, and for an image on the other one; none where the lock can't be read. */
export async function costsOf(engine: Engine, bench: Bench): Promise<Cost[]> {
  const { project } = bench;
  try {
    // One after the other: a lock that can't be read would leave the other command running behind the step.
    const lock = await readLock(await readFile(join(project.folder, 'uv.lock'), 'utf8'));
    const ground = await engine.ground(bench);
    const { environment, image } = ground;
    const architectures = ARCHITECTURES.filter((one) => image && one !== environment.architecture);
    const costs = [environment.architecture, ...architectures].map((architecture) =>
      costOf(
        lock,
        { ...ground, environment: { ...environment, architecture } },
        image ? project.fromDistribution : [],
        sizes(),
      ),
    );
    await bench.log.write(JSON.stringify(costs));
    return costs;
  } catch (error) {
    bench.signal.throwIfAborted();
    await bench.log.write(`What it costs is not known: ${(error as Error).message}`);
    return [];
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cost, Sum } from '../../generators/engine/cost.ts';
import { diskUse } from '../../generators/engine/disk.ts';
import { succeed } from './workplace.ts';

/** What was said of a project before its build, and what came out of it. */
export interface Prediction {
  download: Sum;
  weight: Sum;
  /** What the image or the virtual environment weighs, in bytes. */
  actual: number;
}

/** What a build of a project has predicted, as its log keeps it. */
function predicted(folder: string): Cost {
  const log = readFileSync(join(folder, '.ml-docker', 'log', 'cost.log'), 'utf8');
  const line = log.split('\n').find((one) => one.startsWith('[{"architecture"'));
  const [cost] = JSON.parse(line ?? '[]') as Cost[];
  if (!cost) throw new Error(`nothing was predicted for ${folder}:\n${log}`);
  return cost;
}

/**
 * What the last build of a project has predicted, and what came out of it.
 * @param folder the project's folder.
 * @param image the name of its image; left out for a project that was built without a container.
 */
export async function predictedAndActual(folder: string, image?: string): Promise<Prediction> {
  const { download, weight } = predicted(folder);
  if (!image) return { download, weight, actual: await diskUse(join(folder, '.ml-docker', 'venv')) };
  const layers = await succeed('docker', ['history', '--human=false', '--format', '{{.Size}}', image]);
  const actual = layers.split('\n').reduce((sum, size) => sum + Number(size), 0);
  return { download, weight, actual };
}

import { ENVIRONMENT } from './here.ts';
import { output } from './output.ts';

/** The environment of a build. */
export const BUILDING: NodeJS.ProcessEnv = {
  ...ENVIRONMENT,
  DOCKER_BUILDKIT: '1',
  // Attestations carry the time of the build, and would make a new image of an unchanged project.
  BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
};

/** Runs docker; its standard output. */
export function docker(...args: string[]): string {
  return output('docker', args, { env: BUILDING });
}

/** Whether the engine keeps the layers of an image packed, beside its files: the image store of containerd does. */
export function keepsPacked(): boolean {
  return docker('info', '--format', '{{json .DriverStatus}}').includes('io.containerd.snapshotter');
}

/** The bytes of an image as it is sent over a network; undefined where the image store knows them unpacked only. */
export function packedSize(image: string): number | undefined {
  return keepsPacked() ? Number(docker('image', 'inspect', '--format', '{{.Size}}', image)) : undefined;
}

/** The bytes of an image's files on disk, layer by layer. */
export function unpackedSize(image: string): number {
  const layers = docker('history', '--human=false', '--format', '{{.Size}}', image).split('\n').map(Number);
  return layers.reduce((sum, one) => sum + one, 0);
}

/** A part of the build cache, as far as it matters here. */
interface CacheRecord {
  ID: string;
  Type: string;
  Description: string;
  Parents: string[] | null;
}

/** What a part of the build cache is known by: a cache that is kept between builds by its name, not by the command that was first to use it. */
function nameOf({ Type, Description }: CacheRecord): string {
  return Type === 'exec.cachemount' ? (Description.split(' with id ').at(-1) as string) : Description;
}

/** The parts of the build cache that a marked command made, and all that was built on them. */
function marked(records: readonly CacheRecord[], mark: string): Set<string> {
  const found = new Set(records.filter((record) => nameOf(record).includes(mark)).map(({ ID }) => ID));
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const { ID, Parents } of records) if (Parents?.some((parent) => found.has(parent))) found.add(ID);
  }
  return found;
}

/** Removes the containers, images and parts of the build cache that carry a mark, and nothing else. */
export function cleanUp(mark: string, label: string): void {
  const remove = (found: string, ...args: string[]) => {
    if (found !== '') docker(...args, ...new Set(found.split('\n')));
  };
  remove(docker('ps', '--all', '--quiet', '--filter', `label=${label}`), 'rm', '--force', '--volumes');
  remove(docker('images', '--filter', `reference=${mark}*`, '--format', '{{.Repository}}:{{.Tag}}'), 'rmi', '--force');
  try {
    const records = docker('buildx', 'du', '--format', 'json')
      .split('\n')
      .map((line) => JSON.parse(line) as CacheRecord);
    const ids = [...marked(records, mark)];
    if (ids.length > 0) docker('buildx', 'prune', '--all', '--force', '--filter', `id~=^(${ids.join('|')})$`);
  } catch {
    // an older buildx can't list them like this: its own garbage collection will find them
  }
}

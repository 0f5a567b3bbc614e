import { compare } from '@renovatebot/pep440';
import { readVersions } from '../../app/versions.ts';
import { APPS } from '../apps.ts';
import { baseOf, PYTHONS } from '../bases.ts';
import { BLOCK, blocks } from '../blocks.ts';
import { hasByteCode } from '../byte-code.ts';
import { KINDS, type Kind, type PackageSizes, parseSizes, type Sizes, sizesKey, type WheelSize } from '../sizes.ts';
import type { Variant } from '../variants.ts';
import { isPure, wheelFor } from '../wheel-tags.ts';
import { PLATFORMS } from '../wheels.ts';
import { type Archive, readArchive } from './archive.ts';
import { currentText, replace } from './data-file.ts';
import { environmentOn } from './fits.ts';
import { queryOf } from './measure.ts';
import type { Release, Wheel } from './releases.ts';
import type { Resolver } from './resolver.ts';

/** How many wheels are looked at at once. */
const AT_ONCE = 8;
/** The Pythons whose wheels are measured, the usual one first: what comes out of a wheel hardly differs between them. */
const MEASURED_ON = [baseOf('python').defaultPython, ...PYTHONS.toReversed()];

function thousands(bytes: number): number {
  return Math.max(bytes > 0 ? 1 : 0, Math.round(bytes / 1000));
}

/** What comes out of a wheel. */
export function sizeOf({ packed, entries }: Archive): WheelSize {
  const folders = new Set<string>();
  let [disk, modules] = [0, 0];
  for (const { path, size } of entries) {
    if (path.endsWith('/')) continue;
    disk += blocks(size);
    if (hasByteCode(path)) modules += blocks(size);
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1))
      folders.add(path.slice(0, end));
  }
  return {
    packed: thousands(packed),
    disk: thousands(disk + folders.size * BLOCK),
    modules: thousands(modules),
  };
}

/** The wheels of a release that are measured: for each platform the one that is taken there. */
export function measuredWheels(wheels: readonly Wheel[]): Map<Kind, Wheel> {
  const found = new Map<Kind, Wheel>();
  for (const platform of PLATFORMS) {
    for (const python of MEASURED_ON) {
      const wheel = wheelFor(wheels, environmentOn(platform, python));
      if (!wheel) continue;
      found.set(isPure(wheel.name) ? 'any' : platform, wheel);
      break;
    }
  }
  return found;
}

/** What is measured. */
interface Found {
  releases: ReadonlyMap<string, Release>;
  /** Every index has answered. */
  whole: boolean;
}

/** Everything that the libraries and the apps may bring, on every platform: of each package the newest release that is taken somewhere. */
async function releasesOf(resolver: Resolver, variants: readonly Variant[]): Promise<Found> {
  const python = PYTHONS[0] as string;
  const requirements = APPS.flatMap(({ packages }) => packages).map(
    (name) => readVersions().requirements[name] ?? name,
  );
  const asked = [{ requirements, python }, ...variants.map((variant) => ({ ...queryOf(variant), python }))];
  const newest = new Map<string, Release>();
  const answers = await Promise.all(asked.map((query) => resolver.resolve(query).catch(() => undefined)));
  for (const release of answers.flatMap((one) => (one && 'releases' in one ? one.releases : []))) {
    const key = sizesKey(release.name, release.version);
    const other = newest.get(key);
    if (!other || compare(release.version, other.version) > 0) newest.set(key, release);
  }
  return { releases: newest, whole: answers.every((one) => one !== undefined) };
}

function packageText(name: string, { version, kinds }: PackageSizes): string {
  const cells = KINDS.flatMap((kind) => {
    const size = kinds[kind];
    return size ? [`${JSON.stringify(kind)}: [${size.packed}, ${size.disk}, ${size.modules}]`] : [];
  });
  return `    ${JSON.stringify(name)}: { "version": ${JSON.stringify(version)}, ${cells.join(', ')} }`;
}

/** The text of the data file: sorted, a line a package, so that a change of it can be reviewed. */
export function formatSizes({ date, packages }: Sizes): string {
  const lines = Object.entries(packages)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, sizes]) => packageText(name, sizes));
  return `{
  "date": ${JSON.stringify(date)},
  "units": "thousands of bytes: [wheel, installed, of that the modules that get byte-code]",
  "packages": {
${lines.join(',\n')}
  }
}
`;
}

/** Measures a release; what is known of its very version is taken over, as a release never changes. */
async function measureRelease(release: Release, known: PackageSizes | undefined): Promise<PackageSizes | undefined> {
  const before: PackageSizes['kinds'] = known?.version === release.version ? known.kinds : {};
  const kinds: [Kind, WheelSize][] = [];
  for (const [kind, { address }] of measuredWheels(release.wheels)) {
    const size = before[kind] ?? (address ? sizeOf(await readArchive(address)) : undefined);
    if (size) kinds.push([kind, size]);
  }
  return kinds.length > 0 ? { version: release.version, kinds: Object.fromEntries(kinds) } : undefined;
}

/**
 * Measures what every package of the catalogue weighs once it is installed, and writes the data file. A package whose wheel can't be read
 * keeps what was known of it, and where an index does not answer nothing that was known is dropped. Goes on where it was interrupted: what is in the file is not measured again.
 * @param tell is told of each package that could not be measured, how far it is, and what was written.
 */
export async function refreshSizes(
  resolver: Resolver,
  variants: readonly Variant[],
  file: string,
  date: string,
  tell: (line: string) => void,
): Promise<void> {
  const known = parseSizes(currentText(file) ?? '').packages;
  const { releases: newest, whole } = await releasesOf(resolver, variants);
  const releases = [...newest];
  const measured: Record<string, PackageSizes> = {};
  const write = (packages: Sizes['packages']) => replace(file, formatSizes({ date, packages }));
  let done = 0;
  const waiting = releases.values();
  const worker = async () => {
    for (const [key, release] of waiting) {
      const before = known[key];
      const sizes = await measureRelease(release, before).catch((error: Error) => {
        tell(`${key} ${release.version}: its wheel can't be read (${error.message})`);
        return before;
      });
      if (sizes) measured[key] = sizes;
      done += 1;
      if (done % 50 === 0) {
        tell(`[${done}/${releases.length}] packages measured`);
        write({ ...known, ...measured });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const packages = whole ? measured : { ...known, ...measured };
  write(packages);
  tell(
    `${file}: ${Object.keys(packages).length} packages${whole ? '' : '; an index did not answer: what was known stays'}`,
  );
}

import { compare, explain } from '@renovatebot/pep440';
import { type Architecture, baseOf } from '../bases.ts';
import { LIBRARIES, type Library, withNeeded } from '../libraries.ts';
import { boundsOn, isCuda, type OtherIndex, packageOf, requirementsOf, type Variant } from '../variants.ts';
import { type Fit, type Measured, PLATFORMS, type Platform } from '../wheels.ts';
import { hasWheel, megabytesOf } from './fits.ts';
import type { Release } from './releases.ts';
import { IndexError, type Query, type Resolution, type Resolver } from './resolver.ts';

/** How far behind the newest release a resolution may be, in milliseconds: what is older has slid back, and counts as none. */
const BEHIND = 365 * 24 * 60 * 60 * 1000;
/** The Python whose download is measured: the one that most projects take. */
const USUAL = baseOf('python').defaultPython;

/** The usual Python among those that are asked about, else the last of them. */
function usualOf(pythons: readonly string[]): string {
  return pythons.find((python) => python === USUAL) ?? (pythons.at(-1) as string);
}

/** The release of a package among others. */
function find(resolution: Resolution, name: string): Release | undefined {
  return 'no' in resolution ? undefined : resolution.releases.find((release) => release.name === name);
}

/** Whether a release is so much older than another that nobody would want it. Where no date is known it is not. */
export function slidBack(release: Release, newest: Release): boolean {
  if (release.uploaded === undefined || newest.uploaded === undefined || release.version === newest.version)
    return false;
  return newest.uploaded - release.uploaded > BEHIND;
}

/** Whether a release is a preview: tensorflow has nothing else for Python 3.14, and uv takes it unasked (November 2026). */
export function isPrerelease({ version }: Release): boolean {
  return explain(version)?.is_prerelease === true;
}

/** A package as the catalogue requires it; one that is not in it has no floor. */
export function requirementOf(name: string): string {
  const library = LIBRARIES.find((one: Library) => isOf(one, name));
  return library ? `${name}>=${library.floor}` : name;
}

/** Whether a package is what some variant of a library installs. */
function isOf(library: Library, name: string): boolean {
  return name === library.id || Object.values(library.cpuPackages ?? {}).includes(name);
}

/** What a variant is on the index, on a platform. */
export function packageOn({ library, gpu }: Variant, platform: Platform): string {
  return packageOf(library, platform.split(' ')[1] as Architecture, gpu);
}

/** The requirements by which a project asks for a variant: it and what it needs, with their floors. */
export function requirementsFor({ library, gpu }: Pick<Variant, 'library' | 'gpu'>): string[] {
  const installed = withNeeded([library]);
  return installed.flatMap((one) =>
    requirementsOf(one, [`>=${one.floor}`, ...boundsOn(one.id, installed, gpu)].join(','), gpu),
  );
}

/** How a variant is asked for. */
export function queryOf(variant: Variant): Omit<Query, 'python'> {
  return { requirements: requirementsFor(variant), indexes: variant.indexes };
}

/** Everything that a variant is asked on one platform, by Python version. */
type Answers = Map<string, Resolution>;

/** What a variant needs that has no wheel there by its name, whatever release of it is taken for this or that Python. */
function suspectsIn(needed: readonly Release[], platform: Platform, python: string): Release[] {
  const fitting = new Set(needed.filter((one) => hasWheel(one, platform, python)).map(({ name }) => name));
  return needed.filter(({ name }) => !fitting.has(name));
}

/**
 * The packages that have no wheel on a platform where a variant does not install: it itself, else those among what it needs. Each is
 * tried by itself; one that has old wheels only is named where no other has none at all.
 */
async function blockersOf(
  resolver: Resolver,
  variant: Variant,
  platform: Platform,
  python: string,
): Promise<readonly string[]> {
  // What it needs on Linux: from the other C library, where it installs; else from anywhere, Windows included.
  const sibling = platform.replace('musl', 'glibc') as Platform;
  const there =
    sibling === platform ? { no: '' } : await resolver.resolve({ ...queryOf(variant), platform: sibling, python });
  const everything = 'no' in there ? await resolver.resolve({ ...queryOf(variant), python }) : there;
  const needed = 'no' in everything ? [] : everything.releases.filter(({ name }) => variant.gpu || !isCuda(name));
  const suspects = suspectsIn(needed, platform, python);
  const own = packageOn(variant, platform);
  const itself =
    needed.some((one) => one.name === own && isPrerelease(one)) || suspects.some(({ name }) => name === own);
  if (suspects.length === 0 || itself) return [own];
  const tried = await Promise.all(
    suspects.map(async (suspect) => {
      const query = { requirements: [requirementOf(suspect.name)], python, platform, alone: true as const };
      return { suspect, found: find(await resolver.resolve(query), suspect.name) };
    }),
  );
  const none = tried.filter(({ found }) => !found);
  const old = tried.filter(({ suspect, found }) => found && slidBack(found, suspect));
  const blockers = (none.length > 0 ? none : old).map(({ suspect }) => suspect.name);
  return blockers.length > 0 ? [...new Set(blockers)].sort() : [own];
}

/** Asks on every platform and Python version; what a library is on musl does not matter to its CUDA build. */
async function ask(resolver: Resolver, variant: Variant, pythons: readonly string[]): Promise<Map<Platform, Answers>> {
  const platforms = PLATFORMS.filter((platform) => !variant.gpu || platform.startsWith('glibc'));
  const asked = platforms.map(async (platform) => {
    const answers = pythons.map(
      async (python) => [python, await resolver.resolve({ ...queryOf(variant), platform, python })] as const,
    );
    return [platform, new Map(await Promise.all(answers))] as const;
  });
  return new Map(await Promise.all(asked));
}

/** The newest release: the one that the index names for the usual Python, or a newer one that fits somewhere. */
async function newestOf(
  resolver: Resolver,
  { indexes }: Variant,
  name: string,
  asked: Map<Platform, Answers>,
): Promise<Release> {
  const query = { indexes, python: USUAL, alone: true as const, anyFile: true as const };
  const found = [
    await resolver.resolve({ ...query, requirements: [name] }),
    ...[...asked.values()].flatMap((answers) => [...answers.values()]),
  ].flatMap((resolution) => find(resolution, name) ?? []);
  const [newest] = found.filter((one) => !isPrerelease(one)).sort((one, other) => compare(other.version, one.version));
  if (!newest) throw new IndexError(`it has no release of ${name}`);
  return newest;
}

async function fitOf(
  resolver: Resolver,
  variant: Variant,
  platform: Platform,
  answers: Answers,
  newest: ReadonlyMap<string, Release>,
): Promise<Fit> {
  const own = packageOn(variant, platform);
  const works = [...answers].filter(([, resolution]) => {
    const found = find(resolution, own);
    return found !== undefined && !isPrerelease(found) && !slidBack(found, newest.get(own) as Release);
  });
  const pythons = works.map(([python]) => python);
  // What installs on no Python at all is blocked by what blocks it on the usual one.
  const all = [...answers.keys()];
  const without = pythons.length > 0 ? all.filter((python) => !pythons.includes(python)) : [usualOf(all)];
  const blockers = await Promise.all(without.map((python) => blockersOf(resolver, variant, platform, python)));
  return { pythons, blockedBy: [...new Set(blockers.flat())].sort() };
}

async function measureAt(resolver: Resolver, variant: Variant, pythons: readonly string[]): Promise<Measured> {
  const asked = await ask(resolver, variant, pythons);
  const names = [...new Set([...asked.keys()].map((platform) => packageOn(variant, platform)))];
  const releases = names.map(async (name) => [name, await newestOf(resolver, variant, name, asked)] as const);
  const newest = new Map(await Promise.all(releases));
  const platforms = await Promise.all(
    [...asked].map(
      async ([platform, answers]) => [platform, await fitOf(resolver, variant, platform, answers, newest)] as const,
    ),
  );
  const usual = asked.get('glibc x86_64')?.get(USUAL);
  return {
    newest: newest.get(packageOn(variant, 'glibc x86_64'))?.version as string,
    megabytes: usual && 'releases' in usual ? megabytesOf(usual.releases, 'glibc x86_64', USUAL) : null,
    platforms: Object.fromEntries(platforms),
  };
}

/** Which indexes answer, by their addresses: each is asked once a resolver, as silence takes its time. */
const answering = new WeakMap<Resolver, Map<string, Promise<boolean>>>();

function answers(resolver: Resolver, index: OtherIndex): Promise<boolean> {
  const known = answering.get(resolver) ?? new Map<string, Promise<boolean>>();
  answering.set(resolver, known);
  const query = { requirements: index.packages.slice(0, 1), indexes: [index], alone: true as const };
  const answer =
    known.get(index.url) ??
    resolver.resolve({ ...query, platform: 'glibc x86_64', python: USUAL }).then(
      () => true,
      (error) => {
        if (error instanceof IndexError) return false;
        throw error;
      },
    );
  known.set(index.url, answer);
  return answer;
}

/** The first index of its own that does not answer; undefined where all do. */
async function silentIndex(resolver: Resolver, { indexes }: Variant): Promise<string | undefined> {
  for (const index of indexes) if (!(await answers(resolver, index))) return index.name;
  return undefined;
}

/**
 * Measures a variant. Where an index of its own does not answer, the package index is asked instead: that is said, and the size stays unknown.
 * @throws IndexError when the package index does not answer.
 */
export async function measure(resolver: Resolver, variant: Variant, pythons: readonly string[]): Promise<Measured> {
  const silent = await silentIndex(resolver, variant);
  if (!silent) return await measureAt(resolver, variant, pythons);
  return {
    ...(await measureAt(resolver, { ...variant, indexes: [] }, pythons)),
    megabytes: null,
    unproven: `its index ${silent} did not answer; the package index was asked instead`,
  };
}

import { compare } from '@renovatebot/pep440';
import { baseOf } from '../bases.ts';
import { LIBRARIES, type Library } from '../libraries.ts';
import type { Variant } from '../variants.ts';
import { type Fit, type Measured, PLATFORMS, type Platform } from '../wheels.ts';
import { hasWheel, megabytesOf } from './fits.ts';
import type { Release } from './releases.ts';
import { IndexError, type Query, type Resolution, type Resolver } from './resolver.ts';

/** How far behind the newest release a resolution may be, in milliseconds: what is older has slid back, and counts as none. */
const BEHIND = 365 * 24 * 60 * 60 * 1000;
/** The Python whose download is measured: the one that most projects take. */
const USUAL = baseOf('python').defaultPython;

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

/** A package as the catalogue requires it; one that is not in it has no floor. */
export function requirementOf(name: string): string {
  const library = LIBRARIES.find((one: Library) => one.id === name || one.cpuPackage === name);
  return library ? `${name}>=${library.floor}` : name;
}

/** How a variant is asked for. */
function queryOf({ package: name, library, index }: Variant): Omit<Query, 'python'> {
  return {
    requirements: [`${name}>=${library.floor}`],
    ...(index && { index: { ...index, packages: [name] } }),
  };
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
  const everywhere = await resolver.resolve({ ...queryOf(variant), python });
  const suspects = 'no' in everywhere ? [] : suspectsIn(everywhere.releases, platform, python);
  if (suspects.length === 0 || suspects.some(({ name }) => name === variant.package)) return [variant.package];
  const tried = await Promise.all(
    suspects.map(async (suspect) => {
      const query = { requirements: [requirementOf(suspect.name)], python, platform, alone: true as const };
      return { suspect, found: find(await resolver.resolve(query), suspect.name) };
    }),
  );
  const none = tried.filter(({ found }) => !found);
  const old = tried.filter(({ suspect, found }) => found && slidBack(found, suspect));
  const blockers = (none.length > 0 ? none : old).map(({ suspect }) => suspect.name);
  return blockers.length > 0 ? [...new Set(blockers)].sort() : [variant.package];
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
async function newestOf(resolver: Resolver, variant: Variant, asked: Map<Platform, Answers>): Promise<Release> {
  const query = { ...queryOf(variant), python: USUAL, alone: true as const, anyFile: true as const };
  const found = [
    await resolver.resolve({ ...query, requirements: [variant.package] }),
    ...[...asked.values()].flatMap((answers) => [...answers.values()]),
  ].flatMap((resolution) => find(resolution, variant.package) ?? []);
  const [newest] = found.sort((one, other) => compare(other.version, one.version));
  if (!newest) throw new IndexError(`it has no release of ${variant.package}`);
  return newest;
}

async function fitOf(
  resolver: Resolver,
  variant: Variant,
  platform: Platform,
  answers: Answers,
  newest: Release,
): Promise<Fit> {
  const works = [...answers].filter(([, resolution]) => {
    const found = find(resolution, variant.package);
    return found !== undefined && !slidBack(found, newest);
  });
  const pythons = works.map(([python]) => python);
  const without = [...answers.keys()].filter((python) => !pythons.includes(python));
  const blockers = await Promise.all(without.map((python) => blockersOf(resolver, variant, platform, python)));
  return { pythons, blockedBy: [...new Set(blockers.flat())].sort() };
}

async function measureAt(resolver: Resolver, variant: Variant, pythons: readonly string[]): Promise<Measured> {
  const asked = await ask(resolver, variant, pythons);
  const newest = await newestOf(resolver, variant, asked);
  const platforms = await Promise.all(
    [...asked].map(
      async ([platform, answers]) => [platform, await fitOf(resolver, variant, platform, answers, newest)] as const,
    ),
  );
  const usual = asked.get('glibc x86_64')?.get(USUAL);
  return {
    newest: newest.version,
    megabytes: usual && 'releases' in usual ? megabytesOf(usual.releases) : null,
    platforms: Object.fromEntries(platforms),
  };
}

/**
 * Measures a variant. Where its own index does not answer, the package index is asked instead: that is said, and the size stays unknown.
 * @throws IndexError when the package index does not answer.
 */
export async function measure(resolver: Resolver, variant: Variant, pythons: readonly string[]): Promise<Measured> {
  const { index, ...usual } = variant;
  if (!index) return await measureAt(resolver, variant, pythons);
  try {
    const [platform, python] = ['glibc x86_64', USUAL] as const;
    await resolver.resolve({ ...queryOf(variant), alone: true, platform, python });
  } catch (error) {
    if (!(error instanceof IndexError)) throw error;
    return {
      ...(await measureAt(resolver, usual, pythons)),
      megabytes: null,
      unproven: `its index ${index.name} did not answer; the package index was asked instead`,
    };
  }
  return await measureAt(resolver, variant, pythons);
}

import { readFileSync } from 'node:fs';
import { ARCHITECTURES, type Architecture, type Libc } from './bases.ts';

/*
 * Where wheels exist: measured, not written. `npm run catalog` asks the package index and writes wheels.json; this reads it, when the
 * first question about a wheel comes. The build lays the file beside the bundle, so that the same address finds it there.
 */

/** A place where a wheel has to fit, as the data file names it: 'musl aarch64'. */
export type Platform = `${Libc} ${Architecture}`;

/** Every platform, in the order of the data file. */
export const PLATFORMS: readonly Platform[] = (['glibc', 'musl'] as const).flatMap((libc) =>
  ARCHITECTURES.map((architecture): Platform => `${libc} ${architecture}`),
);

/** On which Python versions a library installs from wheels, and which packages have none on the others. */
export interface Fit {
  pythons: readonly string[];
  blockedBy: readonly string[];
}

/** What was measured of a library. */
export interface Measured {
  /** The newest release on the index, no prerelease. */
  newest: string;
  /** Its wheels and those of everything that it needs: x86-64, glibc, the default Python. null: not known. In millions of bytes. */
  megabytes: number | null;
  /** What could not be asked, as a sentence; undefined where all was. */
  unproven?: string;
  /** A platform that was not asked is missing. */
  platforms: Partial<Record<Platform, Fit>>;
}

export interface Wheels {
  /** The day of the measurement: '2026-11-24'. */
  date: string;
  /** The version of uv that answered. */
  uv: string;
  /** The Python versions that were asked about, oldest first. */
  pythons: readonly string[];
  /** By what is installed: the id of a library, with ' gpu' behind it for its CUDA build. */
  libraries: Readonly<Record<string, Measured>>;
}

/** The data file can't be used: one line that says why, and what to type. */
export class WheelsError extends Error {
  readonly exitCode = 1;

  constructor(why: string) {
    super(
      `The catalogue's data (wheels.json) ${why}. In a checkout, type: npm run catalog. Else install the generator again`,
    );
    this.name = 'WheelsError';
  }
}

type Json = Record<string, unknown>;

/** Whether a value of a data file is an object. */
export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function fitOf(where: string, value: unknown, pythons: readonly string[]): Fit {
  if (value === 'all') return { pythons, blockedBy: [] };
  if (isRecord(value) && isList(value.pythons) && isList(value.blockedBy) && value.blockedBy.length > 0) {
    return { pythons: value.pythons, blockedBy: value.blockedBy };
  }
  throw new WheelsError(`is not valid at ${where}`);
}

function measuredOf(id: string, value: unknown, pythons: readonly string[]): Measured {
  if (!isRecord(value) || typeof value.newest !== 'string') throw new WheelsError(`is not valid at ${id}`);
  const { newest, megabytes, unproven } = value;
  if (megabytes !== null && !(typeof megabytes === 'number' && megabytes > 0)) {
    throw new WheelsError(`is not valid at ${id}, megabytes`);
  }
  const asked = PLATFORMS.filter((platform) => value[platform] !== undefined);
  return {
    newest,
    megabytes,
    ...(typeof unproven === 'string' && { unproven }),
    platforms: Object.fromEntries(
      asked.map((platform) => [platform, fitOf(`${id}, ${platform}`, value[platform], pythons)]),
    ),
  };
}

/**
 * Reads the text of the data file.
 * @throws WheelsError when it is cut off, or says something else than it should.
 */
export function parseWheels(text: string): Wheels {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    throw new WheelsError('is broken: no complete JSON');
  }
  if (!isRecord(data) || !isRecord(data.libraries)) throw new WheelsError('is not valid: it lists no libraries');
  const { date, uv, pythons } = data;
  if (typeof date !== 'string' || Number.isNaN(Date.parse(date))) throw new WheelsError('is not valid: it has no date');
  if (typeof uv !== 'string') throw new WheelsError('is not valid: it names no version of uv');
  if (!isList(pythons) || pythons.length === 0) throw new WheelsError('is not valid: it names no Python version');
  const libraries = Object.entries(data.libraries).map(([id, one]) => [id, measuredOf(id, one, pythons)]);
  return { date, uv, pythons, libraries: Object.fromEntries(libraries) };
}

let known: Wheels | undefined;

/**
 * The data file, read once.
 * @throws WheelsError when it can't be used.
 */
export function wheels(): Wheels {
  if (known) return known;
  let text: string;
  try {
    text = readFileSync(new URL('./wheels.json', import.meta.url), 'utf8');
  } catch (error) {
    throw new WheelsError(`can't be read (${(error as NodeJS.ErrnoException).code})`);
  }
  known = parseWheels(text);
  return known;
}

/**
 * How a library installs on a platform.
 * @throws WheelsError when it was never measured: its record is newer than the data file.
 */
export function fitFor(id: string, platform: Platform): Fit {
  const fit = wheels().libraries[id]?.platforms[platform];
  if (!fit) throw new WheelsError(`knows nothing of ${id} on ${platform}`);
  return fit;
}

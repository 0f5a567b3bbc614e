import { readFileSync } from 'node:fs';
import { isRecord, PLATFORMS, type Platform } from './wheels.ts';

/*
 * What packages weigh once they are installed: measured, not written. A lock says how large a wheel is, but not what comes out of it.
 * `npm run catalog` reads that from the wheels' own lists of files and writes sizes.json; this reads it, when a cost is computed.
 * The build lays the file beside the bundle.
 */

/** What was measured of a wheel, in thousands of bytes. */
export interface WheelSize {
  /** The wheel itself. */
  packed: number;
  /** Its files and folders on a disk with blocks of 4 KiB. */
  disk: number;
  /** Of these, the Python modules that byte-code is made of, in the image. */
  modules: number;
}

/** Where a wheel was made for; 'any' is one without a compiled part. */
export type Kind = Platform | 'any';
export const KINDS: readonly Kind[] = ['any', ...PLATFORMS];

/** What was measured of a package: one release of it, for each kind of wheel that it has. */
export interface PackageSizes {
  version: string;
  kinds: Partial<Record<Kind, WheelSize>>;
}

export interface Sizes {
  /** The day of the measurement: '2026-11-24'. */
  date: string;
  /** By name; a build that its version calls by a local name ('2.13.0+cpu') has that behind it: 'torch+cpu'. */
  packages: Readonly<Record<string, PackageSizes>>;
}

/** The name under which the sizes of a release are kept. */
export function sizesKey(name: string, version: string): string {
  const local = /\+([a-z]+)/.exec(version)?.[1];
  return local ? `${name}+${local}` : name;
}

function packageSizes(value: unknown): PackageSizes | undefined {
  if (!isRecord(value) || typeof value.version !== 'string') return undefined;
  const kinds = KINDS.flatMap((kind): [Kind, WheelSize][] => {
    const measured = value[kind];
    if (!Array.isArray(measured) || measured.length !== 3 || !measured.every((one) => one >= 0)) return [];
    const [packed, disk, modules] = measured;
    return packed > 0 ? [[kind, { packed, disk, modules }]] : [];
  });
  return kinds.length > 0 ? { version: value.version, kinds: Object.fromEntries(kinds) } : undefined;
}

/**
 * Reads the text of the data file. A file that is cut off knows nothing, and a record that says something else than it should is left out:
 * these packages count as unknown.
 */
export function parseSizes(text: string): Sizes {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    data = undefined;
  }
  if (!isRecord(data) || !isRecord(data.packages)) return { date: '', packages: {} };
  const packages = Object.entries(data.packages).flatMap(([name, value]) => {
    const sizes = packageSizes(value);
    return sizes ? [[name, sizes] as const] : [];
  });
  return { date: String(data.date), packages: Object.fromEntries(packages) };
}

let known: Sizes | undefined;

/** The data file, read once. Where it can't be read, every size is unknown. */
export function sizes(): Sizes {
  if (known) return known;
  let text = '';
  try {
    text = readFileSync(new URL('./sizes.json', import.meta.url), 'utf8');
  } catch {
    // A cost without it is still a cost: its download is known.
  }
  known = parseSizes(text);
  return known;
}

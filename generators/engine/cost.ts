import type { Architecture } from '../catalog/bases.ts';
import { BYTE_CODE, STANDARD_LIBRARY } from '../catalog/byte-code.ts';
import { type Kind, type PackageSizes, type Sizes, sizesKey, type WheelSize } from '../catalog/sizes.ts';
import { type Environment, isPure } from '../catalog/wheel-tags.ts';
import type { Platform } from '../catalog/wheels.ts';
import { type Installed, installedFrom, type Lock } from './lock.ts';

/*
 * What a build costs, before it: from the lock alone. Sizes are in bytes. An image weighs what its layers take on a disk, unpacked, with
 * blocks of 4 KiB: what `docker history` sums up where Docker keeps images in containerd, as it does by default since version 29. The older store
 * counts the files' own bytes, some 6 % less. `docker images` shows more there, as it adds the packed layers that are kept beside.
 */

/** A sum whose parts are not all known. */
export interface Sum {
  /** Of what is known. */
  bytes: number;
  /** The names of the parts whose size is not known. */
  unknown: readonly string[];
}

/** What the libraries are put on. */
export interface Ground {
  environment: Environment;
  /** An image has a base below, and byte-code; a virtual environment has neither. */
  image: boolean;
  /** What the image's base weighs, in bytes; undefined where it is not known. */
  base?: number;
}

/** A package and what it weighs where it is installed. */
export interface Heavy {
  name: string;
  bytes: number;
}

/** What one build costs. */
export interface Cost {
  architecture: Architecture;
  /** The wheels that are fetched, if none is in a cache. */
  download: Sum;
  /** The image or the virtual environment. */
  weight: Sum;
  /** Its heaviest packages, the heaviest first. */
  heaviest: readonly Heavy[];
}

/** How many packages are named. */
const NAMED = 5;

/** What is known of a wheel: measured of its kind, else of the most similar one. */
function measuredFor({ kinds }: PackageSizes, wheel: string, { libc, architecture }: Environment): WheelSize {
  const other: Architecture = architecture === 'x86_64' ? 'aarch64' : 'x86_64';
  const own: Platform = `${libc} ${architecture}`;
  const order: Kind[] = [
    ...(isPure(wheel) ? (['any'] as const) : []),
    own,
    `${libc} ${other}`,
    `glibc ${architecture}`,
  ];
  const found = order.find((kind) => kinds[kind]);
  return (found ? kinds[found] : Object.values(kinds)[0]) as WheelSize;
}

/** A package with its sizes in bytes; undefined is unknown. */
interface Weighed {
  name: string;
  download?: number;
  disk?: number;
  byteCode?: number;
}

/**
 * A package as it is installed. What was measured of another release grows and shrinks with the wheel; where the lock does not say how
 * large that is, only the very release that was measured is known.
 */
function weighed({ name, version, size, wheel }: Installed, environment: Environment, sizes: Sizes): Weighed {
  const known = sizes.packages[sizesKey(name, version)];
  if (!known || wheel === undefined) return { name, download: size };
  const measured = measuredFor(known, wheel, environment);
  const packed = size ?? (known.version === version ? measured.packed * 1000 : undefined);
  if (packed === undefined) return { name };
  const scale = packed / measured.packed;
  return { name, download: packed, disk: measured.disk * scale, byteCode: measured.modules * scale * BYTE_CODE };
}

function sum(parts: readonly { name: string; bytes: number | undefined }[]): Sum {
  return {
    bytes: Math.round(parts.reduce((all, { bytes }) => all + (bytes ?? 0), 0)),
    unknown: parts.filter(({ bytes }) => bytes === undefined).map(({ name }) => name),
  };
}

/**
 * What a build costs: a pure function of its lock and of what was measured.
 * @param packaged the packages that the base has from its distribution: they are in its weight, but for their byte-code.
 */
export function costOf(lock: Lock, ground: Ground, packaged: readonly string[], sizes: Sizes): Cost {
  const { environment, image, base } = ground;
  const all = installedFrom(lock, environment).map((one) => weighed(one, environment, sizes));
  const fromWheels = all.filter(({ name }) => !packaged.includes(name));
  const packages = fromWheels.map(({ name, disk, byteCode = 0 }) => ({
    name,
    bytes: disk === undefined ? undefined : disk + (image ? byteCode : 0),
  }));
  const below = [
    { name: 'the base image', bytes: base },
    { name: "Python's byte-code", bytes: STANDARD_LIBRARY },
    ...packaged.map((name) => ({
      name: `byte-code of ${name}`,
      bytes: all.find((one) => one.name === name)?.byteCode,
    })),
  ];
  return {
    architecture: environment.architecture,
    download: sum(fromWheels.map(({ name, download }) => ({ name, bytes: download }))),
    weight: sum([...(image ? below : []), ...packages]),
    heaviest: packages
      .filter((one): one is Heavy => one.bytes !== undefined)
      .sort((one, other) => other.bytes - one.bytes)
      .slice(0, NAMED),
  };
}

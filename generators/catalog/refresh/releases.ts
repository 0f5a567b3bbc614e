import { parse } from 'smol-toml';

export interface Wheel {
  /** Its file name, which says where it fits. */
  name: string;
  /** Where the index has it: a URL, or a path for a wheel in a folder. */
  address?: string;
  /** In bytes; undefined where the index does not say. */
  size?: number;
  /** In milliseconds since 1970; undefined where the index does not say. */
  uploaded?: number;
}

/** A release that was chosen, with the files of it that were looked at. */
export interface Release {
  name: string;
  version: string;
  wheels: readonly Wheel[];
  /** When it came out, in milliseconds since 1970; undefined where the index does not say. */
  uploaded?: number;
}

interface Pylock {
  packages?: {
    name: string;
    version?: string;
    wheels?: { name?: string; url?: string; path?: string; size?: number; 'upload-time'?: Date | string }[];
    sdist?: { 'upload-time'?: Date | string };
  }[];
}

function millis(time: Date | string | undefined): number | undefined {
  return time === undefined ? undefined : new Date(time).getTime();
}

/** The releases in a lock of the Python standard (PEP 751), as uv writes it. */
export function releasesIn(pylock: string): Release[] {
  return ((parse(pylock) as Pylock).packages ?? []).map(({ name, version = '', wheels = [], sdist }) => {
    const files = wheels.map((wheel) => ({
      name: wheel.name ?? decodeURIComponent((wheel.url ?? wheel.path ?? '').split('/').at(-1) as string),
      address: wheel.url ?? wheel.path,
      size: wheel.size,
      uploaded: millis(wheel['upload-time']),
    }));
    const times = [...files.map(({ uploaded }) => uploaded), millis(sdist?.['upload-time'])].filter(
      (time) => time !== undefined,
    );
    return { name, version, wheels: files, ...(times.length > 0 && { uploaded: Math.max(...times) }) };
  });
}

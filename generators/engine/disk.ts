import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BLOCK, blocks } from '../catalog/blocks.ts';

/**
 * What a folder takes on a disk with blocks of 4 KiB, in bytes, without the byte-code that running it has made. A block for one that is not there.
 */
export async function diskUse(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let bytes = BLOCK;
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += entry.name === '__pycache__' ? 0 : await diskUse(path);
    else if (entry.isFile()) bytes += blocks((await lstat(path)).size);
  }
  return bytes;
}

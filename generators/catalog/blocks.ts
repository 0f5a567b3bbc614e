/** Bytes of a block of a disk, as most file systems have it. */
export const BLOCK = 4096;

/** What a file of so many bytes takes on a disk, in bytes: whole blocks. */
export function blocks(bytes: number): number {
  return Math.ceil(bytes / BLOCK) * BLOCK;
}

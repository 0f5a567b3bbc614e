import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { StagedFile } from './staging.ts';

export type Difference = 'create' | 'identical' | 'differs';

/** How each file of a project stands to what is in the folder. A folder in a file's place counts as different. */
export function compare(folder: string, files: readonly StagedFile[]): Map<string, Difference> {
  return new Map(
    files.map((file): [string, Difference] => {
      const there = path.join(folder, file.path);
      const entry = statSync(there, { throwIfNoEntry: false });
      if (!entry) return [file.path, 'create'];
      if (!entry.isFile()) return [file.path, 'differs'];
      return [file.path, readFileSync(there).equals(Buffer.from(file.contents)) ? 'identical' : 'differs'];
    }),
  );
}

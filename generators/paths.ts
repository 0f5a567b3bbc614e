import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of this package: the nearest one above that holds a package.json, from source and from dist alike. */
function packageFolder(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return folder;
}

export const PACKAGE_FILE: string = path.join(packageFolder(), 'package.json');
export const TEMPLATES: string = path.join(packageFolder(), 'templates');

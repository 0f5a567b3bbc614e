import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_FILE, TEMPLATES } from '../paths.ts';

/** Every version that a generated project names, read from templates/versions/ (and the generator's own). */
export interface Versions {
  generator: string;
  /** Image by name: 'uv', 'python-3.13', 'alpine-distribution'. */
  images: Readonly<Record<string, string>>;
  /** Requirement by package: 'fastapi' -> 'fastapi>=0.115'. */
  requirements: Readonly<Record<string, string>>;
}

/** The generator's own version. */
export function ownVersion(): string {
  return (JSON.parse(readFileSync(PACKAGE_FILE, 'utf8')) as { version: string }).version;
}

/** Reads templates/versions/: the FROM lines of its Dockerfile and the lines of its requirements.txt. */
export function readVersions(folder = path.join(TEMPLATES, 'versions')): Versions {
  const dockerfile = readFileSync(path.join(folder, 'Dockerfile'), 'utf8');
  const requirements = readFileSync(path.join(folder, 'requirements.txt'), 'utf8');
  return {
    generator: ownVersion(),
    images: Object.fromEntries(
      [...dockerfile.matchAll(/^FROM (\S+) AS (\S+)$/gm)].map(([, image, name]) => [name, image]),
    ),
    requirements: Object.fromEntries(
      [...requirements.matchAll(/^([a-z0-9-]+)\S*$/gm)].map(([requirement, name]) => [name, requirement]),
    ),
  };
}

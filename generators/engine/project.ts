import { join } from 'node:path';
import type { BaseId } from '../catalog/bases.ts';

/** Where a project can be built and run. */
export const ENGINES = ['docker', 'podman', 'local'] as const;
export type EngineName = (typeof ENGINES)[number];

/** What a person asked for: a refusal names it, and what to type instead. */
export interface Asked {
  base: BaseId;
  /** Libraries of the catalogue and others, with the versions that were asked for: 'pandas>=3,<4'. */
  libraries: readonly string[];
  with: readonly string[];
  /** Package indexes beside the default one, and what comes from there. */
  indexes: readonly { name: string; url: string; packages: readonly string[] }[];
  /** Whether the address of one of these was given. */
  ownIndex: boolean;
}

/** What the engine has to know of a generated project. */
export interface Project {
  /** The project's folder, absolute. */
  folder: string;
  /** The name of its image; a container is called the same, with -2, -3, ... while the name is taken. */
  image: string;
  /** The Python package in src/. */
  package: string;
  /** The Python version, such as '3.13'. */
  python: string;
  /** The file in models/ that training writes. */
  modelFile: string;
  /** Ask the engine for an NVIDIA GPU. */
  gpu: boolean;
  /** Of what is in the lock, the packages that the base image has from its distribution. */
  fromDistribution: readonly string[];
  /** The app that is run, and the first port that is tried on the host. */
  app: { id: string; port: number };
  asked: Asked;
}

/** The file that holds the whole output of a step. */
export function logFile(project: Project, name: string): string {
  return join(project.folder, '.ml-docker', 'log', `${name}.log`);
}

/** The virtual environment of a run without a container: in the generator's own corner, as a `.venv` may be the user's. */
export function environmentFolder(project: Project): string {
  return join(project.folder, '.ml-docker', 'venv');
}

/** The interpreter of that environment. */
export function environmentPython(project: Project): string {
  const [folder, file] = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
  return join(environmentFolder(project), folder as string, file as string);
}

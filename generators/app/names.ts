import { LIBRARIES } from '../catalog/libraries.ts';
import { BROUGHT_ALONG, KEYWORDS, STANDARD_MODULES } from '../catalog/python.ts';
import { shown } from './shown.ts';

/** The longest project name: it has to fit a DNS label (63 characters) with a container's number behind it. */
export const LONGEST_NAME = 50;

/** Two characters at least: Docker takes no shorter name for a container. */
const VALID = /^(?=..)[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$/i;

/** File names that Windows keeps for devices: a clone there could not hold the folder. */
const WINDOWS_DEVICES = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;

/** Folders and modules of the generated project itself. */
const USED_BY_THE_PROJECT: ReadonlySet<string> = new Set('src tests data models docker conftest'.split(' '));

/** The Python package of a project: a valid identifier, as style guides want it. */
export function packageOf(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}

function reservedBecause(name: string): string | undefined {
  const module = packageOf(name);
  if (WINDOWS_DEVICES.test(module)) return 'Windows keeps that name for a device';
  if (KEYWORDS.has(module)) return 'it is a word of the Python language';
  if (STANDARD_MODULES.has(module)) return "it would hide Python's own module of that name";
  if (USED_BY_THE_PROJECT.has(module)) return 'the project itself uses that name';
  if (BROUGHT_ALONG.has(module)) return 'a library that the project needs has that name';
  const library = LIBRARIES.find((one) => one.module === module || packageOf(one.id) === module);
  return library && `it would hide the library ${library.label}`;
}

/** A valid name near to what was typed. */
export function suggestName(typed: string): string {
  const words = typed
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  let name = (words ?? ['demo'])
    .join('-')
    .slice(0, LONGEST_NAME - 3)
    .replace(/-+$/, '');
  if (!VALID.test(name) || reservedBecause(name)) name = `ml-${name}`;
  return name;
}

/** What is wrong with a project name, and what to type instead; undefined when nothing is. */
export function nameProblem(name: string): string | undefined {
  const given = shown(name);
  const instead = `Try: ${suggestName(name)}`;
  if (name === '') return `The project has no name. ${instead}`;
  if (name.length > LONGEST_NAME) {
    return `The project name ${given} has ${name.length} characters, at most ${LONGEST_NAME} fit. ${instead}`;
  }
  if (!VALID.test(name)) {
    return `The project name ${given} can't name a folder, an image and a Python package alike: use two or more letters and digits, single - or _ between them, a letter first. ${instead}`;
  }
  const reason = reservedBecause(name);
  return reason && `The project name ${given} is taken: ${reason}. ${instead}`;
}

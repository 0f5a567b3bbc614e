import { APPS } from '../catalog/apps.ts';
import { BASES, PYTHONS } from '../catalog/bases.ts';
import { libraryOf } from '../catalog/libraries.ts';
import { DEFAULT_PRESET, PRESETS } from '../catalog/presets.ts';
import { INDEX_NAMES } from './addresses.ts';
import { wrap } from './wrap.ts';

/** A flag of the command line; Yeoman's options, the help and the README's tables are made from these. */
export interface Option {
  name: string;
  type: 'string' | 'boolean';
  /** Whether it may be given more than once; the values are joined with commas. */
  multiple?: true;
  short?: string;
  /** What stands behind the flag in the help. */
  value?: string;
  description: string;
}

/** Every flag, in the order of the help. Which verb takes it stands with the verb: verbs.ts. */
export const OPTIONS = [
  {
    name: 'preset',
    type: 'string',
    value: 'NAME',
    description: `the libraries of a field (default: ${DEFAULT_PRESET})`,
  },
  {
    name: 'base',
    type: 'string',
    value: BASES.map(({ id }) => id).join('|'),
    description: 'base image (default: python)',
  },
  {
    name: 'python',
    type: 'string',
    value: 'X.Y',
    description: `Python version: ${PYTHONS.join(', ')}`,
  },
  {
    name: 'libraries',
    type: 'string',
    multiple: true,
    value: 'LIST',
    description: "'pandas>=3,<4,numpy': versions are optional",
  },
  {
    name: 'with',
    type: 'string',
    multiple: true,
    value: 'NAME[SPEC]',
    description: "any other Python library: 'altair>=5'",
  },
  {
    name: 'apps',
    type: 'string',
    multiple: true,
    value: 'LIST',
    description: `what runs in the container: ${APPS.map(({ id }) => id).join(', ')}`,
  },
  { name: 'gpu', type: 'boolean', description: 'CUDA libraries, a compose file for a GPU' },
  { name: 'no-gpu', type: 'boolean', description: 'without them, in a project that has them' },
  {
    name: 'index',
    type: 'string',
    multiple: true,
    value: 'NAME=URL',
    description: `the mirror to take for ${INDEX_NAMES.join(', ')}`,
  },
  { name: 'build', type: 'boolean', description: 'build the image' },
  { name: 'run', type: 'boolean', description: 'build and run it, until it is healthy' },
  {
    name: 'engine',
    type: 'string',
    value: 'docker|podman|local',
    description: 'where (default: the first that answers)',
  },
  {
    name: 'max-size',
    type: 'string',
    value: 'SIZE',
    description: 'build nothing that weighs more: 800MB',
  },
  { name: 'yes', type: 'boolean', short: 'y', description: 'take the default where no option answers' },
  { name: 'force', type: 'boolean', description: 'replace what differs; keep the old ones' },
  { name: 'dry-run', type: 'boolean', description: 'show what would be written, write nothing' },
  { name: 'json', type: 'boolean', description: 'one JSON document, for programs' },
  { name: 'debug', type: 'boolean', description: 'show the stack trace of an error' },
  { name: 'help', type: 'boolean', short: 'h', description: 'show this help' },
  { name: 'version', type: 'boolean', description: 'show the version' },
] as const satisfies readonly Option[];

export type OptionName = (typeof OPTIONS)[number]['name'];

/** What the command line gives: a value for each flag that was named. */
export type Flags = { [Name in OptionName]?: string | boolean };

/** The lines that explain these flags, in two columns. */
export function explainOptions(names: readonly OptionName[]): string {
  const rows = OPTIONS.filter(({ name }) => names.includes(name)).map((option: Option) => ({
    flag: `${option.short ? `-${option.short}, ` : '    '}--${option.name}${option.value ? ` ${option.value}` : ''}`,
    description: option.description,
  }));
  const width = Math.max(...rows.map(({ flag }) => flag.length)) + 2;
  return rows.map(({ flag, description }) => `  ${flag.padEnd(width)}${description}`).join('\n');
}

/** A line a preset: what a person types, and its libraries. */
export function explainPresets(): string {
  const width = Math.max(...PRESETS.map(({ id }) => id.length)) + 4;
  return PRESETS.map(({ id, libraries }) => {
    const labels = libraries.map((one) => libraryOf(one).label).join(', ');
    return `  ${id.padEnd(width - 2)}${wrap(labels, 79 - width).replaceAll('\n', `\n${' '.repeat(width)}`)}`;
  }).join('\n');
}

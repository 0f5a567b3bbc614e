import { APPS } from '../catalog/apps.ts';
import { BASES, PYTHONS } from '../catalog/bases.ts';

/** A flag of the command line; Yeoman's options, the help and the README's table are made from these. */
export interface Option {
  name: string;
  type: 'string' | 'boolean';
  /** Whether it may be given more than once; the values are joined with commas. */
  multiple?: true;
  short?: string;
  /** What stands behind the flag in the help. */
  value?: string;
  description: string;
  /** It answers this question, which must be answered before anything is written. */
  answers?: true;
}

export const OPTIONS = [
  {
    name: 'base',
    type: 'string',
    value: BASES.map(({ id }) => id).join('|'),
    description: 'base image (default: python)',
    answers: true,
  },
  {
    name: 'python',
    type: 'string',
    value: 'X.Y',
    description: `Python version, where the base leaves a choice: ${PYTHONS.join(', ')}`,
    answers: true,
  },
  {
    name: 'libraries',
    type: 'string',
    multiple: true,
    value: 'LIST',
    description: "ML libraries, with or without versions: 'pandas>=3,<4,numpy'",
    answers: true,
  },
  {
    name: 'with',
    type: 'string',
    multiple: true,
    value: 'NAME[SPEC]',
    description: "any other library of the Python package index: 'plotly>=6'",
  },
  {
    name: 'apps',
    type: 'string',
    multiple: true,
    value: 'LIST',
    description: `what runs in the container: ${APPS.map(({ id }) => id).join(', ')}`,
    answers: true,
  },
  { name: 'gpu', type: 'boolean', description: 'libraries with CUDA, and a compose file that hands over the GPU' },
  { name: 'build', type: 'boolean', description: 'build the image' },
  { name: 'run', type: 'boolean', description: 'build it and run it in the background, until it is healthy' },
  {
    name: 'engine',
    type: 'string',
    value: 'docker|podman|local',
    description: 'where to build and run; local needs no container engine (default: the first that answers)',
  },
  { name: 'yes', type: 'boolean', short: 'y', description: 'take the default for every question that no flag answers' },
  { name: 'force', type: 'boolean', description: 'overwrite files that differ; the old ones go to .ml-docker/backup/' },
  { name: 'dry-run', type: 'boolean', description: 'show what would be written, and write nothing' },
  { name: 'debug', type: 'boolean', description: 'show the stack trace of an error' },
  { name: 'help', type: 'boolean', short: 'h', description: 'show this help' },
  { name: 'version', type: 'boolean', description: 'show the version' },
] as const satisfies readonly Option[];

export type OptionName = (typeof OPTIONS)[number]['name'];

/** What the command line gives: a value for each flag that was named. */
export type Flags = { [Name in OptionName]?: string | boolean };

/** The lines that explain every flag, in two columns. */
export function explainOptions(): string {
  const rows = OPTIONS.map((option: Option) => ({
    flag: `${option.short ? `-${option.short}, ` : '    '}--${option.name}${option.value ? ` ${option.value}` : ''}`,
    description: option.description,
  }));
  const width = Math.max(...rows.map(({ flag }) => flag.length)) + 2;
  return rows.map(({ flag, description }) => `  ${flag.padEnd(width)}${description}`).join('\n');
}

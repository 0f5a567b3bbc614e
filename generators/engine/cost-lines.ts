import { columnsOf, wrap } from '../app/wrap.ts';
import { type Library, withNeeded } from '../catalog/libraries.ts';
import { SPOKEN } from '../catalog/support.ts';
import { gpuVariantOf } from '../catalog/variants.ts';
import { wheels } from '../catalog/wheels.ts';
import { spokenBytes, spokenMegabytes } from './bytes.ts';
import type { Cost, Heavy, Sum } from './cost.ts';
import type { Made } from './step.ts';

/** How many names of unknown sizes are shown. */
const NAMES = 6;

/** A sum as people say it; where parts are unknown, as what it is at least. */
export function spokenSum({ bytes, unknown }: Sum): string {
  if (unknown.length === 0) return spokenBytes(bytes);
  return bytes > 0 ? `at least ${spokenBytes(bytes)}` : 'unknown';
}

function names(all: readonly string[]): string {
  const more = all.length - NAMES;
  return `${all.slice(0, NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The heaviest packages, in one line; none where no size is known. */
function heaviestLines(heaviest: readonly Heavy[]): string[] {
  if (heaviest.length === 0) return [];
  return [`Heaviest, in MB: ${heaviest.map(({ name, bytes }) => `${name} ${spokenMegabytes(bytes)}`).join(', ')}`];
}

/**
 * What the CUDA builds of libraries would add to the download, in one line, from what was measured; undefined where none has one. Where
 * it isn't known what the build without CUDA takes, the whole of the other is said.
 */
export function gpuLine(chosen: readonly Library[]): string | undefined {
  const able = withNeeded(chosen).filter(({ gpu }) => gpu);
  const builds = able.flatMap((library) => {
    const variant = gpuVariantOf(library);
    if (!variant) return [];
    const measured = wheels().libraries;
    const [gpu, cpu] = [measured[variant.id]?.megabytes ?? null, measured[library.id]?.megabytes ?? null];
    if (gpu === null) return [`${library.label} unknown`];
    const bytes = (cpu === null ? gpu : gpu - cpu) * 1e6;
    return [
      `${library.label} ${cpu === null ? `${spokenBytes(bytes)} in all` : `+ ${spokenBytes(Math.max(bytes, 0))}`}`,
    ];
  });
  return builds.length > 0 ? `With --gpu, to download: ${builds.join(', ')}` : undefined;
}

/**
 * What a build costs, as lines: a table with a row for each architecture, this build's first, then what is heavy and what is not known.
 * Nothing at all is known of another architecture's base: there this build's counts, hence the ~.
 * @param what is made: an image or an environment.
 */
export function costLines(
  costs: readonly Cost[],
  what: Made,
  gpu: string | undefined,
  output: { columns?: number },
): string[] {
  const rows = costs.map(({ architecture, download, weight }, index) => [
    `${SPOKEN[architecture]}${index === 0 && costs.length > 1 ? ' (this build)' : ''}`,
    spokenSum(download),
    `${index > 0 && weight.unknown.length === 0 ? '~' : ''}${spokenSum(weight)}`,
  ]);
  const table = [['', 'download', what], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => (row[column] as string).length)));
  const unknown = [...new Set(costs.flatMap(({ download, weight }) => [...download.unknown, ...weight.unknown]))];
  const below = [
    ...heaviestLines(costs[0]?.heaviest ?? []),
    ...(unknown.length > 0 ? [`Unknown: ${names(unknown)}`] : []),
    ...(gpu ? [gpu] : []),
  ];
  return [
    ...table.map(([place = '', ...cells]) => {
      const right = cells.map((cell, index) => cell.padStart(widths[index + 1] as number));
      return `  ${[place.padEnd(widths[0] as number), ...right].join('   ')}`;
    }),
    ...below.map((line) => `  ${wrap(line, columnsOf(output) - 2, 4)}`),
  ];
}

/** What was built weighs, beside what was said before. */
export function weightLine(what: Made, bytes: number, cost: Cost | undefined): string {
  const name = what === 'image' ? 'Image' : 'Environment';
  return `${name} ${spokenBytes(bytes)}${cost ? `, predicted ${spokenSum(cost.weight)}` : ''}`;
}

import path from 'node:path';
import { parseArgs } from 'node:util';
import { parseAddresses, readdressed } from '../../app/addresses.ts';
import { cacheFolder } from '../../engine/uv.ts';
import { PACKAGE_FILE } from '../../paths.ts';
import { PYTHONS } from '../bases.ts';
import { VARIANTS, type Variant } from '../variants.ts';
import { type Measured, PLATFORMS, type Wheels } from '../wheels.ts';
import { changes, currentText, formatWheels, replace } from './data-file.ts';
import { measure, requirementsFor } from './measure.ts';
import { Progress } from './progress.ts';
import { Resolver } from './resolver.ts';
import { refreshSizes } from './sizes.ts';

/*
 * npm run catalog                            measures where every library has wheels, and what packages weigh: wheels.json, sizes.json
 * npm run catalog -- --sizes                 measures only what packages weigh
 * npm run catalog -- --index NAME=URL        takes another address for an index of the catalogue, such as pytorch-cpu
 * npm run catalog -- --output FILE           writes another file, and sizes.json beside it
 *
 * Ends with 1 when the package index does not answer, and with 2 when it was called wrongly; then the file stays as it is. Interrupted,
 * it goes on where it was.
 */

const USAGE = 'Usage: npm run catalog -- [--index NAME=URL]... [--output FILE] [--sizes]';
const OUTPUT = path.join(path.dirname(PACKAGE_FILE), 'generators', 'catalog', 'wheels.json');

class UsageError extends Error {}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** The variants, with other addresses for their indexes where these are given. */
function variantsWith(given: readonly string[]): Variant[] {
  const { addresses, problems } = parseAddresses(given.join(','));
  if (problems.length > 0) throw new UsageError(problems.map((problem) => `--index ${problem}`).join('; '));
  return VARIANTS.map((variant) => ({ ...variant, indexes: readdressed(variant.indexes, addresses) }));
}

/** A library in one line: the platforms on which every Python works, and what blocks the others. */
function shownOf({ newest, megabytes, unproven, platforms }: Measured): string {
  const cells = PLATFORMS.flatMap((platform) => {
    const fit = platforms[platform];
    if (!fit) return [];
    if (fit.blockedBy.length === 0) return [`${platform} yes`];
    return [`${platform} ${fit.pythons.length > 0 ? fit.pythons.join(' ') : 'no'} (${fit.blockedBy.join(', ')})`];
  });
  const size = megabytes === null ? 'size unknown' : `${megabytes} MB`;
  return `${newest}, ${size}; ${cells.join('; ')}${unproven ? `; unproven: ${unproven}` : ''}`;
}

async function refresh(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      index: { type: 'string', multiple: true, default: [] },
      output: { type: 'string', default: OUTPUT },
      sizes: { type: 'boolean', default: false },
    },
  });
  const variants = variantsWith(values.index);
  const resolver = await Resolver.open();
  const setup = { date: new Date().toISOString().slice(0, 10), uv: resolver.version, pythons: PYTHONS };
  const weigh = () =>
    refreshSizes(resolver, variants, path.join(path.dirname(values.output), 'sizes.json'), setup.date, tell);
  if (values.sizes) return await weigh();
  const asks = variants.map((one) => `${requirementsFor(one)}@${one.indexes.map(({ url }) => url)}`).join(' ');
  const progress = new Progress(cacheFolder(), setup, asks);
  const libraries: Record<string, Measured> = {};
  for (const [number, variant] of variants.entries()) {
    const found = progress.get(variant.id);
    const measured = found ?? (await measure(resolver, variant, PYTHONS));
    if (!found) progress.keep(variant.id, measured);
    libraries[variant.id] = measured;
    tell(`[${number + 1}/${variants.length}] ${variant.id}${found ? ' (as before)' : ''}: ${shownOf(measured)}`);
  }
  const fresh: Wheels = { ...setup, libraries };
  const differences = changes(currentText(values.output), fresh);
  replace(values.output, formatWheels(fresh));
  progress.end();
  for (const line of differences) tell(line);
  tell(
    `${values.output}: ${differences.length === 0 ? 'nothing but the date has changed' : 'written; review it with git diff'}`,
  );
  await weigh();
}

try {
  await refresh(process.argv.slice(2));
} catch (error) {
  const { message, code = '' } = error as Error & { code?: string };
  const misused = error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`catalog: ${message.replace(/\s*\n\s*/g, ' ')}${misused ? `\n${USAGE}` : ''}\n`);
  process.exitCode = misused ? 2 : 1;
}

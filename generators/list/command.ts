import { headingStyle } from '../app/heading.ts';
import { warnOfAge } from '../app/notice.ts';
import type { Flags } from '../app/options.ts';
import { ownVersion } from '../app/versions.ts';
import { columnsOf } from '../app/wrap.ts';
import { listLines } from './lines.ts';
import { listing } from './listing.ts';

/**
 * `ml-docker list`: a table for people, one JSON document for programs.
 * @throws WheelsError when the data file can't be used.
 */
export function list({ json }: Flags): void {
  const { stdout } = process;
  const facts = listing(ownVersion());
  const lines = json ? [JSON.stringify(facts, null, 2)] : listLines(facts, columnsOf(stdout), headingStyle(stdout));
  stdout.write(`${lines.join('\n')}\n`);
  warnOfAge();
}

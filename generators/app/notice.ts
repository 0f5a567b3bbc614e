import { ageNotice, today } from '../catalog/age.ts';
import { wheels } from '../catalog/wheels.ts';
import { columnsOf, wrap } from './wrap.ts';

/** Says on stderr that the catalogue's data has grown old, where it has. */
export function warnOfAge(): void {
  const old = ageNotice(wheels().date, today());
  const { stderr } = process;
  if (old) stderr.write(`${stderr.isTTY ? wrap(old, columnsOf(stderr), 2) : old}\n`);
}

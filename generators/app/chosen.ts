import { type BaseId, baseOf } from '../catalog/bases.ts';
import { LIBRARIES, type Library, type LibraryId, libraryOf } from '../catalog/libraries.ts';
import { type Preset, presetOn } from '../catalog/presets.ts';
import { canonical } from './requirements.ts';

/* The libraries of answers, which hold them as text: 'pandas>=3,<4'. */

/** The catalogue id in a stored or checked library, such as 'pandas' in 'pandas>=3,<4'. */
export function libraryIdOf(library: string): LibraryId {
  return canonical(library.split(/[<>=!~[]/)[0] as string) as LibraryId;
}

/** The catalogue's records of stored or checked libraries; none where nothing is chosen yet. */
export function librariesOf(libraries: readonly string[] = []): Library[] {
  return libraries.map((one) => libraryOf(libraryIdOf(one)));
}

/** The libraries that are named, with their versions, and with them those of a preset that the base runs. Catalogue order. */
export function withPreset(named: readonly string[], preset: Preset | undefined, base: BaseId): string[] {
  const ofPreset: readonly LibraryId[] = preset ? presetOn(preset, baseOf(base)).libraries : [];
  return LIBRARIES.flatMap(
    ({ id }) => named.find((one) => libraryIdOf(one) === id) ?? (ofPreset.includes(id) ? id : []),
  );
}

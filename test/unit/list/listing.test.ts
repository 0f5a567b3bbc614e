import { describe, expect, it } from '@jest/globals';
import { BASES } from '../../../generators/catalog/bases.ts';
import { LIBRARIES } from '../../../generators/catalog/libraries.ts';
import { PRESETS, presetOn } from '../../../generators/catalog/presets.ts';
import { pythonsFor, unsupported } from '../../../generators/catalog/support.ts';
import { wheels } from '../../../generators/catalog/wheels.ts';
import { type ListedLibrary, listing } from '../../../generators/list/listing.ts';

const FACTS = listing('1.2.3');

function listed(id: string): ListedLibrary {
  return FACTS.libraries.find((library) => library.id === id) as ListedLibrary;
}

describe('the facts of the list', () => {
  it('name their shape, the version of the generator and the day of the measurement', () => {
    expect(FACTS).toMatchObject({ schema: 1, generator: '1.2.3', measured: wheels().date });
  });

  it('hold every base and every library once', () => {
    expect(FACTS.bases.map(({ id }) => id)).toEqual(BASES.map(({ id }) => id));
    expect(FACTS.libraries.map(({ id }) => id).sort()).toEqual(LIBRARIES.map(({ id }) => id).sort());
  });

  it.each(BASES)('say of every library what the catalogue says of it on $id', (base) => {
    for (const library of LIBRARIES) {
      const reason = unsupported(library, base);
      expect({ id: library.id, ...listed(library.id).bases[base.id] }).toMatchObject({
        id: library.id,
        supported: reason === undefined,
        reason: reason ?? null,
        pythons: reason === undefined ? pythonsFor([library], base) : [],
      });
    }
  });

  it.each(BASES)('say of every preset what $id makes of it', (base) => {
    expect(FACTS.presets.map(({ id }) => id)).toEqual(PRESETS.map(({ id }) => id));
    for (const preset of PRESETS) {
      const { lacks, libraries } = presetOn(preset, base);
      const listed = FACTS.presets.find(({ id }) => id === preset.id);
      expect({ id: preset.id, ...listed?.bases[base.id] }).toEqual({
        id: preset.id,
        reason: lacks ?? null,
        libraries: lacks ? [] : libraries,
      });
    }
  });

  it('leave a size open that is not known, and take no GPU for none', () => {
    for (const { id, megabytes, gpu } of FACTS.libraries) {
      expect({ id, megabytes }).toEqual({ id, megabytes: wheels().libraries[id]?.megabytes });
      const cuda = wheels().libraries[`${id} gpu`];
      expect({ id, gpu }).toEqual({ id, gpu: cuda ? { megabytes: cuda.megabytes } : null });
    }
  });

  it("tell what comes from the distribution's own packages, and what only beside them", () => {
    expect(listed('scikit-learn').bases).toMatchObject({
      python: { from: 'wheels', note: null },
      alpine: { from: 'distribution', note: "from Alpine's own packages" },
    });
    expect(listed('skops').bases.alpine).toMatchObject({ from: 'both', note: "beside Alpine's own packages" });
    expect(listed('xgboost').bases.alpine).toMatchObject({ from: null, note: null });
  });

  it('are the same once they are written as JSON: nothing in them is undefined', () => {
    expect(JSON.parse(JSON.stringify(FACTS))).toStrictEqual(FACTS);
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { APPS } from '../../../generators/catalog/apps.ts';
import { LIBRARIES, type Library } from '../../../generators/catalog/libraries.ts';
import { readArchive } from '../../../generators/catalog/refresh/archive.ts';
import { formatSizes, measuredWheels, refreshSizes, sizeOf } from '../../../generators/catalog/refresh/sizes.ts';
import { parseSizes, sizes, sizesKey } from '../../../generators/catalog/sizes.ts';
import { VARIANTS } from '../../../generators/catalog/variants.ts';

/** A zip archive of files that are said to be this large; they have no content, as only the list of them is read. */
function zip(files: Readonly<Record<string, number>>): Buffer {
  const start = 600_000; // more than what is asked for first stands before the list
  const list = Object.entries(files).map(([path, size]) => {
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt32LE(size, 24);
    header.writeUInt16LE(path.length, 28);
    return Buffer.concat([header, Buffer.from(path)]);
  });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(list.length, 10);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([Buffer.alloc(start), ...list, end]);
}

const FILES = { 'demo/__init__.py': 0, 'demo/core.py': 4097, 'demo/tests/test_core.py': 9000, 'demo/fast.so': 1 };

describe('what a wheel weighs', () => {
  it('is read from its list of files: whole blocks, with its folders, and the modules that get byte-code', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sizes-'));
    const file = join(folder, 'demo.whl');
    const archive = zip({
      ...FILES,
      ...Object.fromEntries(Array.from({ length: 9000 }, (_, one) => [`demo/data/${one}`, 0])),
    });
    writeFileSync(file, archive);
    try {
      const read = await readArchive(file);
      expect(read.entries.slice(0, 2)).toEqual([
        { path: 'demo/__init__.py', size: 0 },
        { path: 'demo/core.py', size: 4097 },
      ]);
      // core.py 2 blocks, test_core.py 3, fast.so 1, the folders demo, demo/tests and demo/data 3.
      expect(sizeOf(read)).toEqual({ packed: Math.round(archive.length / 1000), disk: 37, modules: 8 });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each(['ranges', 'no ranges'])('is fetched from a server that knows %s', async (kind) => {
    const archive = zip(FILES);
    const asked: string[] = [];
    const server = createServer(({ headers: { range = '' } }, response) => {
      asked.push(range);
      const tail = archive.subarray(-Number(range.slice('bytes=-'.length)));
      if (kind === 'no ranges') response.end(archive);
      else response.writeHead(206, { 'content-range': `bytes 0-1/${archive.length}` }).end(tail);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    try {
      const { packed, entries } = await readArchive(
        `http://127.0.0.1:${(server.address() as AddressInfo).port}/demo.whl`,
      );
      expect({ packed, count: entries.length }).toEqual({ packed: archive.length, count: 4 });
      expect(asked).toHaveLength(1);
    } finally {
      server.close();
    }
  });

  it('is measured once a platform, and once in all for a wheel that fits everywhere', () => {
    const named = (...tags: string[]) => tags.map((tag) => ({ name: `demo-1-${tag}.whl` }));
    expect([...measuredWheels(named('py3-none-any')).keys()]).toEqual(['any']);
    const wheels = named('cp313-cp313-manylinux_2_28_x86_64', 'cp312-cp312-musllinux_1_2_aarch64', 'py3-none-any');
    expect(Object.fromEntries([...measuredWheels(wheels)].map(([kind, { name }]) => [kind, name]))).toEqual({
      'glibc x86_64': 'demo-1-cp313-cp313-manylinux_2_28_x86_64.whl',
      any: 'demo-1-py3-none-any.whl',
    });
  });
});

describe('the data file', () => {
  const known = parseSizes(formatSizes(sizes()));

  it('is read as it was written, a line a package', () => {
    expect(known).toEqual(sizes());
    expect(formatSizes(sizes()).split('\n')).toHaveLength(Object.keys(sizes().packages).length + 7);
  });

  it('knows every library of the catalogue that has wheels, and what the apps bring', () => {
    const named = [
      ...LIBRARIES.map(({ id }: Library) => id),
      ...APPS.flatMap(({ packages }): readonly string[] => packages),
    ];
    expect(named.filter((name) => !known.packages[name])).toEqual([]);
  });

  it('keeps a build with a local name apart: PyTorch for the CPU is another one', () => {
    expect(sizesKey('torch', '2.13.0+cpu')).toBe('torch+cpu');
    expect(sizesKey('torch', '2.13.0')).toBe('torch');
  });

  it.each(['', '{', '[]', '{"packages": 3}', formatSizes(sizes()).slice(0, -200)])(
    'that is cut off or none knows nothing, instead of 0 (%#)',
    (text) => {
      expect(parseSizes(text).packages).toEqual({});
    },
  );

  it.each([
    ['answers', {}],
    ['does not answer', known.packages],
  ])('drops what no library brings any more only where every index answers: one %s', async (kind, kept) => {
    const folder = mkdtempSync(join(tmpdir(), 'sizes-'));
    const file = join(folder, 'sizes.json');
    writeFileSync(file, formatSizes(known));
    const resolve = async ({ indexes = [] }: { indexes?: readonly unknown[] }) => {
      if (kind !== 'answers' && indexes.length > 0) throw new Error('silence');
      return { releases: [] };
    };
    try {
      await refreshSizes({ resolve } as never, VARIANTS, file, '2026-11-24', () => {});
      expect(parseSizes(readFileSync(file, 'utf8')).packages).toEqual(kept);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('leaves out a record that makes no sense', () => {
    const packages = {
      good: { version: '1', any: [1, 2, 0] },
      none: {},
      negative: { version: '1', any: [1, -2, 0] },
      zero: { version: '1', any: [0, 0, 0] },
    };
    expect(Object.keys(parseSizes(JSON.stringify({ date: '', packages })).packages)).toEqual(['good']);
  });
});

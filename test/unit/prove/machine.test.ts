import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Machine, type Need, needsOf } from '../../prove/needs.ts';
import { Estimate } from '../../prove/screen.ts';
import { SEEDS } from '../../prove/seeds.ts';
import { onlyOne, State } from '../../prove/state.ts';
import type { Verdict } from '../../prove/verdict.ts';
import { WheelFolder } from '../../prove/wheel-folder.ts';

const TORCH = { base: 'python', python: '3.13', gpu: false, app: 'api', libraries: ['torch'] } as const;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ml-docker-unit-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what a build needs', () => {
  it('is what the plan says: images, a mirror where packages are installed, an index for each package from there', () => {
    const kinds = (needs: readonly Need[]) => needs.map(({ kind }) => kind);
    expect(kinds(needsOf(TORCH))).toEqual(['image', 'image', 'index']);
    expect(needsOf(TORCH)).toContainEqual(expect.objectContaining({ kind: 'index', package: 'torch', python: '3.13' }));
    expect(kinds(needsOf({ ...TORCH, gpu: true }))).toEqual(['image', 'image']);
    expect(kinds(needsOf({ ...TORCH, base: 'ubuntu', python: '3.12' }))).toContain('mirror');
  });

  it('is asked once, and no mirror of an image that is not here', async () => {
    const asked: string[] = [];
    const machine = new Machine(async (need) => {
      asked.push(JSON.stringify(need));
      return need.kind === 'image' && need.image.startsWith('alpine') ? 'not here' : undefined;
    });
    await machine.ask([...SEEDS, ...SEEDS]);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.some((need) => need.includes('"mirror"') && need.includes('alpine'))).toBe(false);
    const obstacles = SEEDS.map((image) => machine.obstacle(image));
    expect(new Set(obstacles)).toEqual(new Set([undefined, 'not here']));
  });

  it('is no guess: what nobody asked for is a mistake', () => {
    expect(() => new Machine(async () => undefined).obstacle(TORCH)).toThrow('nobody asked for');
  });
});

describe('a folder of wheels', () => {
  const NAME = 'torch-2.13.0+cpu-cp311-cp311-manylinux_2_28_x86_64.whl';

  it('has a package for the Pythons of its wheels only', () => {
    writeFileSync(join(folder, NAME), 'a wheel');
    const wheels = new WheelFolder(folder);
    expect(wheels.lack('torch', '3.11')).toBeUndefined();
    expect(wheels.lack('torch', '3.12')).toContain('no wheel of torch for Python 3.12');
    expect(wheels.lack('torchvision', '3.11')).toContain('no wheel of torchvision');
  });

  it('is an index of these files, with a promise of those that a lock asks for and no build here', async () => {
    const code = `import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel: wheel.writestr("torch-2.13.0+cpu.dist-info/METADATA", "Name: torch")`;
    execFileSync('python3', ['-c', code, join(folder, NAME)]);
    const wheels = new WheelFolder(folder);
    try {
      const address = await wheels.open('127.0.0.1');
      const page = await (await fetch(`${address}/torch/`)).text();
      const links = [...page.matchAll(/href="([^"]+)"/g)].map(
        ([, link]) => new URL(link as string, `${address}/torch/`),
      );
      const own = links.find(({ hash }) => !/=0+$/.test(hash)) as URL;
      const promised = links.find(({ pathname }) => /cp313-.*aarch64\.whl$/.test(pathname)) as URL;
      expect(own.hash).toMatch(/^#sha256=[0-9a-f]{64}$/);
      expect(Buffer.from(await (await fetch(own)).arrayBuffer())).toEqual(readFileSync(join(folder, NAME)));
      expect((await fetch(promised)).status).toBe(404);
      promised.pathname += '.metadata';
      expect(await (await fetch(promised)).text()).toBe('Name: torch');
      expect((await fetch(`${address}/numpy/`)).status).toBe(404);
    } finally {
      wheels.close();
    }
  });

  it('has to hold one', () => {
    const empty = mkdtempSync(join(folder, 'empty-'));
    expect(() => new WheelFolder(empty)).toThrow('no wheel in this folder');
    expect(() => new WheelFolder(join(empty, 'none'))).toThrow("can't be read (ENOENT)");
  });
});

describe('a run that goes on', () => {
  const verdict: Verdict = { image: TORCH, trainer: 'torch', seconds: 1, date: '2026-11-24' };

  it('takes over what passed, for the same project and lock only', () => {
    new State(folder).keep('key', verdict);
    expect(new State(folder).get('key')).toEqual(verdict);
    expect(new State(folder).get('another lock')).toBeUndefined();
  });

  it('tries again what failed', () => {
    new State(folder).keep('failed', { ...verdict, failure: { step: 'tests', why: '' } });
    expect(new State(folder).get('failed')).toBeUndefined();
  });

  it('builds everything where its file is half of one', () => {
    writeFileSync(join(folder, 'prove.json'), '{"key": {');
    expect(new State(folder).get('key')).toBeUndefined();
  });

  it('starts anew when it was complete', () => {
    const state = new State(folder);
    state.keep('key', verdict);
    state.end();
    expect(new State(folder).get('key')).toBeUndefined();
  });

  it('is alone, and says which process is not', () => {
    writeFileSync(join(folder, 'prove.pid'), `${process.ppid}`);
    expect(() => onlyOne(folder)).toThrow(`process ${process.ppid}`);
    writeFileSync(join(folder, 'prove.pid'), '');
    expect(() => onlyOne(folder)).not.toThrow();
  });

  it('estimates the rest from what was done', () => {
    const estimate = new Estimate();
    expect(estimate.of([24])).toBeUndefined();
    estimate.add(1, 20);
    estimate.add(24, 200);
    expect(estimate.of([24, 1])).toBeCloseTo(220);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { Collected } from '../../../generators/app/collect.ts';
import { deliveredLines } from '../../../generators/app/summary.ts';
import type { Delivered } from '../../../generators/engine/deliver.ts';

const COLLECTED = {
  target: { folder: '/x/demo', shown: 'demo' },
  answers: {
    name: 'demo',
    base: 'python',
    python: '3.13',
    libraries: ['numpy'],
    with: [],
    apps: ['api'],
    gpu: false,
    index: [],
  },
  delivery: 'run',
} as Collected;
const RUNNING = {
  url: 'http://127.0.0.1:8001',
  curl: 'curl x',
  stop: 'docker stop demo',
  remove: 'docker rm demo',
  logs: 'docker logs demo',
};

function lines(delivered: Partial<Delivered>, wanted = ''): string[] {
  return deliveredLines({ engine: 'docker', notes: [], ...delivered }, COLLECTED, 'npm start --', wanted);
}

describe('the last screen', () => {
  it('says where a project answers, how to ask it, and how to stop it', () => {
    expect(lines({ running: RUNNING })).toEqual(
      expect.arrayContaining([
        'demo answers on http://127.0.0.1:8001',
        '  curl x',
        '  docker stop demo',
        '  docker rm demo',
      ]),
    );
  });

  it('ends with the line that does the same again, as it was called', () => {
    const repeat = '  npm start -- demo --base python --python 3.13 --libraries numpy --apps api';
    expect(lines({ running: RUNNING }, ' --engine docker').at(-1)).toBe(`${repeat} --run --engine docker`);
    expect(lines({}).at(-1)).toBe(`${repeat} --build`);
  });

  it('says how to run what was only built, in its engine or without one', () => {
    expect(lines({})[1]).toBe('  docker run --rm --publish 127.0.0.1:8000:8000 demo');
    expect(lines({ engine: 'local' })[1]).toMatch(/ --run --engine local$/);
  });
});

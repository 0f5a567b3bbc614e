import { describe, expect, it } from '@jest/globals';
import {
  appImage,
  buildArguments,
  buildStep,
  freeName,
  lockArguments,
  runArguments,
} from '../../../generators/engine/container-arguments.ts';
import type { Project } from '../../../generators/engine/project.ts';

const project: Project = {
  folder: '/somewhere/demo',
  image: 'demo',
  package: 'demo',
  python: '3.13',
  modelFile: 'model.skops',
  gpu: false,
  fromDistribution: [],
  app: { id: 'api', port: 8000 },
  asked: { base: 'python', libraries: ['numpy'], with: [], indexes: [], ownIndex: false },
};
const secrets = ['--secret', 'id=ca,src=/ca.pem'];

describe('the command lines of an engine', () => {
  it('lock in a container, beside the place of the lock', () => {
    expect(['docker', ...lockArguments('docker', secrets, '.ml-docker/lock')].join(' ')).toBe(
      'docker build --progress plain --secret id=ca,src=/ca.pem --target lock --output .ml-docker/lock .',
    );
    expect(['podman', ...lockArguments('podman', [], '.ml-docker/lock')].join(' ')).toBe(
      'podman build --target lock --output .ml-docker/lock .',
    );
  });

  it('build the target of the app under the name of the project', () => {
    expect(['docker', ...buildArguments('docker', appImage(project), secrets)].join(' ')).toBe(
      'docker build --progress plain --secret id=ca,src=/ca.pem --target api --tag demo .',
    );
  });

  it("keep the health check in podman's images", () => {
    expect(['podman', ...buildArguments('podman', appImage(project), [])].join(' ')).toBe(
      'podman build --format docker --target api --tag demo .',
    );
  });

  it('run with the limits of compose.yaml, open to this machine only', () => {
    const line = ['docker', ...runArguments('docker', project, { name: 'demo-2', port: 8001, gpu: false, run: 'r1' })];
    expect(line.join(' ')).toBe(
      'docker run --detach --name demo-2 --label ml-docker.project=demo --label ml-docker.folder=/somewhere/demo ' +
        '--label ml-docker.run=r1 ' +
        '--publish 127.0.0.1:8001:8000 --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges ' +
        '--pids-limit 256 --memory 2g demo',
    );
  });

  it('ask each engine for a GPU in its own way', () => {
    const start = { name: 'demo', port: 8000, gpu: true, run: 'r1' };
    expect(runArguments('docker', project, start).slice(-3)).toEqual(['--gpus', 'all', 'demo']);
    expect(runArguments('podman', project, start).slice(-3)).toEqual(['--device', 'nvidia.com/gpu=all', 'demo']);
  });
});

describe('the name of a container', () => {
  it("is the project's, or the next one that no container has", () => {
    expect(freeName('demo', ['other', 'demo-3'])).toBe('demo');
    expect(freeName('demo', ['demo', 'demo-2', 'demo-4'])).toBe('demo-3');
  });
});

describe('what a build is doing', () => {
  it.each([
    ['#12 [libraries 2/3] RUN sh /docker/install.sh', 'libraries 2/3: RUN sh /docker/install.sh'],
    [
      '#9 [resolve 2/2] RUN --mount=type=bind,from=uv,source=/uv,target=/uv     --mount=type=secret,id=ca     sh /docker/uv.sh lock',
      'resolve 2/2: RUN sh /docker/uv.sh lock',
    ],
    ['#15 exporting to image', 'storing the image'],
    ['[2/4] STEP 3/4: COPY src src', '3/4: COPY src src'],
    ['STEP 1/9: FROM python:3.13-slim', '1/9: FROM python:3.13-slim'],
  ])('is read from %s', (line, step) => {
    expect(buildStep(line)).toBe(step);
  });

  it.each([
    '#1 [internal] load build definition from Dockerfile',
    '#12 0.431 Resolved 37 packages',
    '#12 DONE 3.2s',
    '',
  ])('is not read from %j', (line) => {
    expect(buildStep(line)).toBeUndefined();
  });
});

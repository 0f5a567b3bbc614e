import { describe, expect, it } from '@jest/globals';
import { explain, relevantLines } from '../../../generators/engine/explanation.ts';

describe('why a build failed', () => {
  it.each([
    [
      'ERROR: failed to receive status: rpc error: code = Unavailable desc = error reading from server: EOF',
      'docker stopped answering',
    ],
    ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock.', 'docker stopped answering'],
    ['ERROR: failed to solve: error from receiver: context canceled', "can't be written into the project's folder"],
    ['write /var/lib/docker/tmp/x: no space left on device', 'the disk is full'],
    ['ERROR: BuildKit is enabled but the buildx component is missing or broken.', 'BuildKit'],
    ['flag provided but not defined: -start-interval', 'this Podman is too old'],
    [
      'ERROR: python:3.13-slim: failed to resolve source metadata for docker.io/library/python:3.13-slim: no such host',
      'a base image',
    ],
    [
      'failed to resolve source metadata: tls: failed to verify certificate: x509: certificate signed by unknown authority',
      'does not trust',
    ],
    ['toomanyrequests: You have reached your pull rate limit.', 'the registry has handed out enough'],
    ['  cause: failed to lookup address information: Temporary failure in name resolution', "index can't be reached"],
    ['  Caused by: invalid peer certificate: UnknownIssuer', 'certificate is not trusted'],
    ['uv.lock does not fit pyproject.toml. Bring it up to date:', 'uv.lock does not fit'],
    ['error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided.', 'uv.lock does not fit'],
    [
      'WARNING: fetching https://mirror.example/v3.23/main/x86_64/APKINDEX.tar.gz: DNS: name does not exist',
      'it has no network',
    ],
    [
      'WARNING: fetching https://mirror.example/v3.23/main/x86_64/APKINDEX.tar.gz: DNS: transient error (try again later)',
      'it has no network',
    ],
    ['WARNING: Ignoring https://mirror.example/v3.20/main: temporary error (try again later)', 'it has no network'],
    ["  Temporary failure resolving 'mirror.example'", 'it has no network'],
    [
      'W: Failed to fetch http://mirror.example/dists/noble/InRelease  Could not connect to mirror.example:80',
      'it has no network',
    ],
    [
      'WARNING: fetching https://mirror.example/v3.23/main/x86_64/APKINDEX.tar.gz: TLS: server certificate not trusted',
      'certificate is not trusted',
    ],
    ['HTTP status client error (401 Unauthorized) for url', 'credentials'],
    [
      "error: Distribution `pywin32==312 @ registry+https://index.example/simple` can't be installed because it is marked as `--no-build` but has no binary distribution",
      'pywin32==312 has no wheel for this machine',
    ],
    ['error: No interpreter found for Python 3.15 in managed installations or search path', 'no fitting Python'],
    ['process "/bin/sh -c python -m demo train" did not complete successfully: exit code: 137', 'the memory ran out'],
  ])('is told from: %s', (line, cause) => {
    const explanation = explain(['#7 0.2 something before', line], 'The build', 'docker');
    expect(explanation?.message).toContain(cause);
    expect(explanation?.message).toMatch(/^The build failed: .*\.$/);
    expect(explanation?.hint).toBeTruthy();
  });

  it('is left to the lines themselves where no sign is known', () => {
    expect(explain(['ValueError: no such column'], 'Training', 'python')).toBeUndefined();
  });

  it('is not made up from words of different lines', () => {
    const lines = [
      'error: Failed to fetch: `https://index.example/numpy/`',
      'cause: dns error',
      'Using CPython 3.13.5',
    ];
    expect(explain(lines, 'Locking', 'docker')?.message).toContain("index can't be reached");
  });

  it("names the engine's own command to renew a lock, or uv's where there is no engine", () => {
    const stale = ['uv.lock does not fit pyproject.toml'];
    expect(explain(stale, 'The build', 'podman')?.hint).toContain('podman build --target lock --output . .');
    expect(explain(stale, 'The build', 'uv')?.hint).toContain('uv lock');
  });
});

describe('a library that can not be had', () => {
  it('because training imports what is not in the heavy list is explained', () => {
    const lines = ['#21 [model 4/4] RUN python -m demo train', "#21 1.204 ModuleNotFoundError: No module named 'shap'"];
    expect(explain(lines, 'The build', 'docker')).toEqual({
      message: 'The build failed: the module shap is not installed where it is imported.',
      hint: expect.stringContaining('heavy, where training imports it'),
    });
  });

  it('for want of credentials is not called misspelt', () => {
    const lines = [
      'Because ours was not found in the package registry and your project depends on ours.',
      'hint: An index URL could not be queried due to a lack of valid authentication credentials (401 Unauthorized).',
    ];
    expect(explain(lines, 'Locking', 'docker')?.message).toContain('credentials');
  });
});

describe('the lines of a failure', () => {
  it("are those of the failed step, without BuildKit's own and without the Dockerfile around it", () => {
    const lines = [
      '#9 [model 3/3] RUN python -m demo train',
      '#9 0.412 boom: no such column',
      '#9 ERROR: process did not complete successfully: exit code: 1',
      '------',
      ' > [model 3/3] RUN python -m demo train:',
      '0.412 boom: no such column',
      '------',
      'Dockerfile:83',
      '--------------------',
      '  83 | >>> RUN python -m demo train',
      '--------------------',
      'ERROR: failed to build: failed to solve: exit code: 1',
    ];
    expect(relevantLines(lines)).toEqual([' > [model 3/3] RUN python -m demo train:', 'boom: no such column']);
  });

  it('have the failed command in one line, without its mounts', () => {
    const mounts = '--mount=type=bind,from=uv,source=/uv,target=/usr/local/bin/uv     --mount=type=secret,id=ca     ';
    const rule = '------';
    expect(relevantLines([rule, ` > [resolve 2/2] RUN ${mounts}sh /docker/uv.sh lock $UPGRADE:`, rule])).toEqual([
      ' > [resolve 2/2] RUN sh /docker/uv.sh lock $UPGRADE:',
    ]);
    const [docker] = relevantLines([
      rule,
      ` > [base 2/2] RUN ${mounts}apt-get install ${'package '.repeat(40)}:`,
      rule,
    ]);
    const [podman] = relevantLines([`Error: building at STEP "RUN ${mounts}${'package '.repeat(40)}": exit status 1`]);
    for (const line of [docker, podman]) {
      expect(line).toHaveLength(76);
      expect(line).not.toContain('--mount');
    }
  });

  it('are the last ones of any other command', () => {
    expect(relevantLines(['one', '', 'two', '#3 DONE 0.1s', '#4 [api 1/4] COPY src src', 'three'], 2)).toEqual([
      'two',
      'three',
    ]);
  });
});

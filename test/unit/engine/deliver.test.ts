import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { launch } from '../../../generators/engine/background.ts';
import { deliver, type Order } from '../../../generators/engine/deliver.ts';
import { findEngine } from '../../../generators/engine/engines.ts';
import type { EngineError } from '../../../generators/engine/failure.ts';

// A folder that stands for the PATH decides which engines there are: small shell scripts in the place of real ones, for what a healthy
// engine never does. What a healthy one does is tested with a real one.
const onUnix = process.platform === 'win32' ? describe.skip : describe;

/** What this machine may say of its network, which would stand on the command lines. */
const NETWORK = [
  ...[
    'SSL_CERT_FILE',
    'REQUESTS_CA_BUNDLE',
    'NODE_EXTRA_CA_CERTS',
    'UV_DEFAULT_INDEX',
    'UV_INDEX_URL',
    'PIP_INDEX_URL',
  ],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'],
];

let folder: string;
const before = { ...process.env };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deliver-'));
  process.env.PATH = folder;
  process.env.HOME = folder;
  process.env.XDG_CACHE_HOME = folder;
  for (const name of ['DOCKER_HOST', ...NETWORK, ...NETWORK.map((one) => one.toLowerCase())]) delete process.env[name];
});
afterEach(() => {
  Object.assign(process.env, before);
  rmSync(folder, { recursive: true, force: true });
});

/** Puts a command on the PATH. */
function command(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

function order(wish: Partial<Order> = {}): Order {
  return {
    project: {
      folder,
      image: 'demo',
      package: 'demo',
      python: '3.13',
      modelFile: 'model.skops',
      gpu: false,
      fromDistribution: [],
      app: { id: 'api', port: 8000 },
      asked: { base: 'python', libraries: ['numpy'], with: [], indexes: [], ownIndex: false },
    },
    build: false,
    run: true,
    output: new PassThrough(),
    ...wish,
  };
}

async function failure(wish: Partial<Order>): Promise<EngineError> {
  return deliver(order(wish)).then(
    () => {
      throw new Error('it should have failed');
    },
    (error: EngineError) => error,
  );
}

onUnix('the engine', () => {
  it('is docker before podman, and the wanted one before both', async () => {
    command('docker', 'exit 0');
    command('podman', 'exit 0');
    await expect(findEngine()).resolves.toEqual({ engine: 'docker' });
    await expect(findEngine('podman')).resolves.toEqual({ engine: 'podman' });
    await expect(findEngine('local')).resolves.toEqual({ engine: 'local' });
  });

  it('is podman where only podman answers', async () => {
    command('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
    command('podman', 'exit 0');
    await expect(findEngine()).resolves.toEqual({ engine: 'podman' });
  });

  it('is podman where docker is only another name of podman', async () => {
    command('docker', 'echo "Emulate Docker CLI using podman." >&2');
    command('podman', 'exit 0');
    await expect(findEngine()).resolves.toEqual({ engine: 'podman' });
  });

  it('is missing with a word on what to install', async () => {
    const found = await findEngine();
    expect(found).toMatchObject({ reason: 'neither docker nor podman is installed' });
    expect(found).toMatchObject({ remedy: expect.stringContaining('install Docker') });
  });

  it('is missing with a word on what to start, correct or join', async () => {
    command('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1');
    await expect(findEngine()).resolves.toMatchObject({
      reason: 'docker does not answer',
      remedy: expect.stringContaining('start Docker'),
    });
    process.env.DOCKER_HOST = 'tcp://gone:2375';
    await expect(findEngine()).resolves.toMatchObject({ remedy: expect.stringContaining('DOCKER_HOST') });
    command('docker', 'echo "permission denied while trying to connect to the Docker daemon socket" >&2; exit 1');
    await expect(findEngine()).resolves.toMatchObject({ remedy: expect.stringContaining('usermod -aG docker') });
  });
});

onUnix('without an engine', () => {
  it.each([
    { build: true, run: false },
    { build: true, run: true },
    { run: true, engine: 'docker' },
    { run: true, engine: 'podman' },
  ] as const)('%j leaves the project complete, with exit code 3 and what to install', async (wish) => {
    const { exitCode, message, hint } = await failure(wish);
    expect(exitCode).toBe(3);
    expect(message).toMatch(/^The project is complete, but .*installed\.$/);
    expect(hint).toMatch(/^install (Docker|Podman): https:/);
  });

  it('and without uv and Python, running says what to install', async () => {
    const { exitCode, message, hint } = await failure({});
    expect(exitCode).toBe(3);
    expect(message).toContain('uv');
    expect(hint).toContain('install Docker');
  });
});

onUnix('local', () => {
  /** The parts of a project's virtual environment and of uv that the steps call; the app itself ends at once. */
  function environment(): void {
    process.env.PATH = [folder, before.PATH].join(delimiter);
    writeFileSync(join(folder, 'uv.lock'), '');
    mkdirSync(join(folder, '.ml-docker', 'venv', 'bin'), { recursive: true });
    command('uv', 'echo uv 0.13.9');
    command(join('.ml-docker', 'venv', 'bin', 'python'), 'case "$3" in serve) echo boom; exit 1;; esac');
  }

  it('in place of an engine that does not answer says so before the first step, and when a step fails', async () => {
    environment();
    command('docker', 'echo "permission denied while trying to connect to the Docker daemon socket" >&2; exit 1');
    command('podman', 'exit 1');
    const output = new PassThrough();
    const { message, hint } = await failure({ output });
    const [first, ...others] = String(output.read()).split('\n');
    expect(first).toMatch(
      /^You may not use docker and podman does not answer: running without a container\. To have one, /,
    );
    expect(first).toContain('sudo usermod -aG docker $USER');
    expect(others.join('\n')).toMatch(/^Add up what it costs .+\n.+\nInstall the libraries/);
    expect(message).toBe(
      'The app ended at once. It ran without a container: you may not use docker and podman does not answer.',
    );
    expect(hint).toMatch(/^for a container, join its group: sudo usermod/);
  });

  /** Runs the project with an app that lives until it is ended. */
  async function serve(wish: Partial<Order>): Promise<{ notes: string; pid: number; url: string | undefined }> {
    environment();
    // It goes by the name of what it stands for, as an earlier run is known by that.
    writeFileSync(
      join(folder, 'app.cjs'),
      `process.title = process.argv.slice(2).join(' ');
require('node:http').createServer((_, answer) => answer.end('{}')).listen(process.env.PORT, '127.0.0.1');`,
    );
    command(
      join('.ml-docker', 'venv', 'bin', 'python'),
      `[ "$3" != serve ] || exec ${process.execPath} ${folder}/app.cjs "$0" "$@"`,
    );
    const { notes, running } = await deliver(order(wish));
    return { notes: notes.join(' '), pid: Number(running?.stop.split(' ')[1]), url: running?.url };
  }

  async function notes(wish: Partial<Order>): Promise<string> {
    const { notes: said, pid } = await serve(wish);
    process.kill(-pid, 'SIGKILL');
    return said;
  }

  it('asked for by name says how to have a container: without that option', async () => {
    command('docker', 'exit 0');
    await expect(notes({ engine: 'local' })).resolves.toContain(
      'as asked for. For a container, leave out --engine local.',
    );
  });

  it('asked for by name says what to install first, where there is no engine', async () => {
    command('docker', 'echo podman');
    command('podman', 'exit 1');
    await expect(notes({ engine: 'local' })).resolves.toMatch(
      /, as asked for\. For a container, [^.]*[Pp]odman.*, and leave out --engine local\./,
    );
  });

  it('ends the app of an earlier run of this folder, and gets its port back', async () => {
    const first = await serve({ engine: 'local' });
    const second = await serve({ engine: 'local' });
    expect(() => process.kill(-first.pid, 0)).toThrow();
    expect(second.url).toBe(first.url);
    expect(first.notes).not.toContain('was replaced');
    expect(second.notes).toMatch(/The app of an earlier run \(process \d+, port \d+\) was replaced\./);
    process.kill(-second.pid, 'SIGKILL');
  });

  // Where there is no /proc the folder is part of the command.
  (process.platform === 'linux' ? it : it.skip).each(['command', 'folder'])(
    'leaves a process alone that only has the number and not the %s',
    async (other) => {
      const { pid } = await serve({ engine: 'local' });
      process.kill(-pid, 'SIGKILL');
      const words = [
        join(folder, '.ml-docker', 'venv', 'bin', 'python'),
        '-m',
        other === 'command' ? 'other' : 'demo',
        'serve',
      ];
      const stranger = await launch(process.execPath, [join(folder, 'app.cjs'), ...words], {
        cwd: other === 'folder' ? tmpdir() : folder,
        env: { PORT: '0' },
        log: join(folder, 'stranger.log'),
      });
      while (readFileSync(`/proc/${stranger?.pid}/cmdline`, 'utf8').includes('app.cjs'))
        await new Promise((done) => setImmediate(done));
      writeFileSync(join(folder, '.ml-docker', 'serve.json'), JSON.stringify({ pid: stranger?.pid, port: 8000 }));
      await expect(notes({ engine: 'local' })).resolves.not.toContain('was replaced');
      expect(stranger?.ended()).toBe(false);
      await stranger?.end();
    },
  );

  it('leaves the app of the same project in another folder alone', async () => {
    const here = await serve({ engine: 'local' });
    const other = join(folder, 'elsewhere');
    cpSync(join(folder, '.ml-docker', 'venv'), join(other, '.ml-docker', 'venv'), { recursive: true });
    mkdirSync(join(other, '.ml-docker'), { recursive: true });
    writeFileSync(join(other, 'uv.lock'), '');
    cpSync(join(folder, '.ml-docker', 'serve.json'), join(other, '.ml-docker', 'serve.json'));
    const wish = order({ engine: 'local' });
    const there = await deliver({ ...wish, project: { ...wish.project, folder: other } });
    expect(there.notes.join(' ')).not.toContain('was replaced');
    expect(process.kill(here.pid, 0)).toBe(true);
    for (const pid of [here.pid, Number(there.running?.stop.split(' ')[1])]) process.kill(-pid, 'SIGKILL');
  });

  it('in place of an engine notes why', async () => {
    command('docker', 'exit 1');
    command('podman', 'exit 1');
    await expect(notes({})).resolves.toContain(
      '(.ml-docker/venv): docker does not answer and podman does not answer. For a container, start Docker',
    );
  });
});

onUnix('what it costs', () => {
  const LOCK = `[[package]]
name = "demo"
source = { virtual = "." }
dependencies = [{ name = "numpy" }]
[[package]]
name = "numpy"
version = "2.0"
wheels = [{ url = "https://example.org/numpy-2.0-py3-none-any.whl", size = 16000000 }]
`;

  /** An engine that makes everything, of layers that weigh 100 MB; returns what it was called with. */
  function calls(): () => string[] {
    process.env.PATH = [folder, before.PATH].join(delimiter);
    writeFileSync(join(folder, 'uv.lock'), LOCK);
    command('docker', `echo "$@" >> ${folder}/calls\ncase "$1 $2" in 'image history') echo 100000000; echo 0;; esac`);
    return () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  }

  const build = { engine: 'docker', build: true, run: false } as const;

  it('is said before the build, and what came out beside it afterwards', async () => {
    const seen = calls();
    const output = new PassThrough();
    await deliver(order({ ...build, output }));
    expect(String(output.read())).toMatch(
      /costs \.\.\. .+\n.+download +image\n {2}\S+ \(this build\) +16 MB +\d+ MB\n[\s\S]*\nBuild the image .+\n {2}Image 100 MB, predicted \d+ MB\n$/,
    );
    // The name under which the base was looked at is gone again.
    const tag = /demo:base-\S+/.exec(seen().join('\n'))?.[0];
    expect(seen()).toContain(`image rm ${tag}`);
  });

  it('above --max-size ends it before anything is built, with exit code 1', async () => {
    const seen = calls();
    const error = await failure({ ...build, ceiling: { bytes: 110e6, typed: '110MB' } });
    expect(error).toMatchObject({ exitCode: 1, message: expect.stringContaining('more than --max-size 110MB allows') });
    expect(error.hint).toContain('numpy');
    expect(seen().filter((call) => call.includes('--target api'))).toEqual([]);
  });

  it('where it is not known is said to be so, and --max-size looks at what came out', async () => {
    const seen = calls();
    writeFileSync(join(folder, 'uv.lock'), 'no lock');
    const output = new PassThrough();
    const error = await failure({ ...build, output, ceiling: { bytes: 99e6, typed: '99MB' } });
    expect(String(output.read())).toContain('What it will weigh is not known');
    expect(error).toMatchObject({ exitCode: 1, message: 'The image weighs 100 MB, more than --max-size 99MB allows.' });
    expect(seen().filter((call) => call.includes('--target api'))).toHaveLength(1);
  });
});

onUnix('an engine that fails', () => {
  it('ends with its last lines, the name of the log and exit code 1', async () => {
    command('docker', '[ "$1" = version ] || { echo "boom"; exit 1; }');
    const error = await failure({});
    expect(error).toMatchObject({ exitCode: 1, message: 'Locking failed.', lines: ['boom'] });
    expect(readFileSync(error.log as string, 'utf8')).toBe(
      '$ docker build --progress plain --target lock --output .ml-docker/lock .\nboom\n',
    );
  });

  it('leaves no half lock, and the old one as it was', async () => {
    const lock = join(folder, 'uv.lock');
    writeFileSync(lock, 'the old one');
    command(
      'docker',
      '[ "$1" = version ] || { mkdir -p .ml-docker/lock; echo half > .ml-docker/lock/uv.lock; exit 1; }',
    );
    process.env.PATH = [folder, before.PATH].join(delimiter);
    await failure({ relock: true });
    expect(readFileSync(lock, 'utf8')).toBe('the old one');
  });

  it('takes the container away again, and only that one', async () => {
    process.env.PATH = [folder, before.PATH].join(delimiter);
    writeFileSync(join(folder, 'uv.lock'), '');
    command(
      'docker',
      `echo "$@" >> ${folder}/calls
case "$1 $3" in
  'ps --quiet') echo 0123456789ab;;
  'ps --format') echo demo;;
  'inspect '*) echo '{"Running":false}';;
  'logs '*) echo "Traceback: boom";;
esac`,
    );
    const error = await failure({ run: true, engine: 'docker' });
    expect(error).toMatchObject({ exitCode: 1, message: 'The container ended before it was healthy.' });
    expect(error.lines).toEqual(['Traceback: boom']);
    const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
    expect(calls.find((call) => call.startsWith('run'))).toContain('--name demo-2 ');
    expect(calls.at(-1)).toBe('rm --force --volumes 0123456789ab');
  });

  it('replaces the containers of earlier runs by their ids, right before its own starts', async () => {
    process.env.PATH = [folder, before.PATH].join(delimiter);
    writeFileSync(join(folder, 'uv.lock'), '');
    command(
      'docker',
      `echo "$@" >> ${folder}/calls
case "$1 $*" in
  'ps '*ml-docker.folder=*) echo '0123456789ab demo'; echo 'warning: not a container';;
  'inspect '*) echo '{"Running":true,"Health":{"Status":"healthy"}}';;
esac`,
    );
    const { notes, running } = await deliver(order({ engine: 'docker' }));
    expect(notes).toContain('The container demo of an earlier run was replaced.');
    expect(running?.stop).toBe('docker stop demo');
    const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
    const own = `ps --all --filter label=ml-docker.project=demo --filter label=ml-docker.folder=${folder} `;
    const expected = ['build ', own, 'rm --force --volumes 0123456789ab', 'run '];
    const places = expected.map((start) => calls.findIndex((call) => call.startsWith(start)));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(calls.filter((call) => call.startsWith('rm'))).toHaveLength(1);
  });

  it('without a GPU runs on the CPU, and says so', async () => {
    process.env.PATH = [folder, before.PATH].join(delimiter);
    writeFileSync(join(folder, 'uv.lock'), '');
    command(
      'docker',
      `case "$*" in
  *--gpus*) echo 'could not select device driver "" with capabilities: [[gpu]]' >&2; exit 125;;
  inspect*) echo '{"Running":true,"Health":{"Status":"healthy"}}';;
esac`,
    );
    const wish = order({ engine: 'docker' });
    const { notes, running } = await deliver({ ...wish, project: { ...wish.project, gpu: true } });
    expect(notes.join(' ')).toContain('runs on the CPU');
    expect(running).toMatchObject({ stop: 'docker stop demo', remove: 'docker rm --force demo' });
    expect(running?.curl).toContain(`${running?.url}/predict`);
  });

  it('that is gone when its container has to be removed leaves the command for later', async () => {
    process.env.PATH = [folder, before.PATH].join(delimiter);
    writeFileSync(join(folder, 'uv.lock'), '');
    command(
      'docker',
      `case "$1 $3" in 'inspect '*|'ps --quiet') echo "Cannot connect to the Docker daemon" >&2; exit 1;; esac`,
    );
    const { message, hint } = await failure({ engine: 'docker' });
    expect(message).toBe('Waiting for the container failed: docker stopped answering.');
    expect(hint).toContain('docker rm --force demo');
  });
});

onUnix('Ctrl-C', () => {
  /** Waits for something that happens before the delivery ends. */
  async function until(holds: () => boolean, ending: Promise<EngineError>): Promise<void> {
    let ended = false;
    void ending.finally(() => {
      ended = true;
    });
    while (!holds()) {
      if (ended) throw await ending;
      await new Promise((done) => setImmediate(done));
    }
  }

  it('during a build ends the build and exits with 130', async () => {
    process.env.PATH = [folder, before.PATH].join(delimiter);
    const pid = join(folder, 'pid');
    command('docker', `[ "$1" = version ] || { echo $$ > ${pid}; exec tail -f /dev/null; }`);
    const ending = failure({});
    await until(() => existsSync(pid) && readFileSync(pid, 'utf8') !== '', ending);
    process.emit('SIGINT');
    const { exitCode, message, hint } = await ending;
    // There is nothing to do then, so there is no hint.
    expect([exitCode, message, hint]).toEqual([
      130,
      'Cancelled: the project is complete, and this run has left nothing running.',
      '',
    ]);
    expect(() => process.kill(Number(readFileSync(pid, 'utf8')), 0)).toThrow();
  });

  it('that can not take the container away leaves the command for later', async () => {
    process.env.PATH = [folder, before.PATH].join(delimiter);
    writeFileSync(join(folder, 'uv.lock'), '');
    const waiting = join(folder, 'waiting');
    command(
      'docker',
      `case "$1 $3" in
  'inspect '*) echo > ${waiting}; exec tail -f /dev/null;;
  'ps --quiet') exit 1;;
esac`,
    );
    const ending = failure({ engine: 'docker' });
    await until(() => existsSync(waiting), ending);
    process.emit('SIGINT');
    await expect(ending).resolves.toMatchObject({
      message: 'Cancelled, but its container may be there still.',
      hint: 'docker rm --force demo',
      exitCode: 130,
    });
  });
});

import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The one format of the index that this knows: JSON (PEP 691), with the metadata of a wheel beside it (PEP 658). */
const FORMAT = 'application/vnd.pypi.simple.v1+json';

/** A release that exists on paper: enough to be locked, and nothing that could be installed. */
interface Release {
  name: string;
  version: string;
  requires: readonly string[];
}

const SYSTEMS = ['manylinux_2_28_x86_64', 'manylinux_2_28_aarch64'];
const PYTHONS = ['cp311', 'cp312', 'cp313', 'cp314'];

/**
 * PyTorch's index for the CPU as a person sees it, made of paper: releases without CUDA for both architectures, in versions that fit
 * each other. TorchAudio goes with an older PyTorch than the newest.
 */
const CPU_RELEASES: readonly Release[] = [
  ...['2.11.0', '2.13.0'].map((version) => ({
    name: 'torch',
    version: `${version}+cpu`,
    requires: ['filelock', 'fsspec', 'jinja2', 'networkx', 'sympy', 'typing-extensions>=4.10'],
  })),
  { name: 'torchvision', version: '0.26.0+cpu', requires: ['numpy', 'pillow', 'torch==2.11.0'] },
  { name: 'torchvision', version: '0.28.0+cpu', requires: ['numpy', 'pillow', 'torch==2.13.0'] },
  { name: 'torchaudio', version: '2.11.0+cpu', requires: ['torch==2.11.0'] },
];

/** The wheels of a release: one for each Python and architecture. */
function wheelsOf({ name, version }: Release): string[] {
  return PYTHONS.flatMap((python) => SYSTEMS.map((system) => `${name}-${version}-${python}-${python}-${system}.whl`));
}

function metadataOf({ name, version, requires }: Release): string {
  return [
    'Metadata-Version: 2.1',
    `Name: ${name}`,
    `Version: ${version}`,
    ...requires.map((one) => `Requires-Dist: ${one}`),
    '',
  ].join('\n');
}

/** A stand-in for PyTorch's index for the CPU, on this machine; its wheels can be locked, not installed. */
export class StubIndex {
  readonly #server: Server;
  /** How often it was asked. */
  asked = 0;

  /** @param credentials 'user:password', where only who has them may look. */
  constructor(credentials?: string) {
    const expected = credentials && `Basic ${Buffer.from(credentials).toString('base64')}`;
    this.#server = createServer((request, response) => {
      if (expected && request.headers.authorization !== expected) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="packages"' }).end();
        return;
      }
      this.asked += 1;
      const path = decodeURIComponent(request.url ?? '');
      const release = CPU_RELEASES.find((one) => wheelsOf(one).some((wheel) => path === `/files/${wheel}.metadata`));
      if (release) {
        response.writeHead(200, { 'content-type': 'text/plain' }).end(metadataOf(release));
        return;
      }
      const [, name] = /^\/cpu\/([\w-]+)\/$/.exec(path) ?? [];
      const releases = CPU_RELEASES.filter((one) => one.name === name);
      if (releases.length === 0) {
        response.writeHead(404).end();
        return;
      }
      const files = releases.flatMap(wheelsOf).map((filename) => ({
        filename,
        url: `../../files/${encodeURIComponent(filename)}`,
        hashes: { sha256: createHash('sha256').update(filename).digest('hex') },
        'core-metadata': true,
      }));
      const versions = releases.map(({ version }) => version);
      const page = { meta: { 'api-version': '1.1' }, name, versions, files };
      response.writeHead(200, { 'content-type': FORMAT }).end(JSON.stringify(page));
    });
  }

  /** Listens at an address of this machine; returns where the index is. */
  async open(host = '127.0.0.1'): Promise<string> {
    await new Promise<void>((done, failed) => this.#server.once('error', failed).listen(0, host, done));
    return `http://${host}:${(this.#server.address() as AddressInfo).port}/cpu`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

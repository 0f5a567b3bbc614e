import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { networkArguments, networkEnvironment, secretValues } from '../../../generators/engine/secrets.ts';

const everyFile = () => true;
const noFile = () => false;
const INDEX = 'https://bob:s3cret@packages.example.com/simple';

describe('what a build is told of the network', () => {
  it('is nothing where nothing is set', () => {
    expect(networkArguments({ HOME: '/home/bob' }, everyFile)).toEqual([]);
  });

  it.each(['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'])(
    'is the certificates that %s names',
    (name) => {
      expect(networkArguments({ [name]: '/ca.pem' }, everyFile)).toEqual(['--secret', 'id=ca,src=/ca.pem']);
    },
  );

  it('leaves out a certificate file that can not be read', () => {
    const env = { SSL_CERT_FILE: '/gone.pem', NODE_EXTRA_CA_CERTS: '/ca.pem' };
    expect(networkArguments(env, (file) => file === '/ca.pem')).toEqual(['--secret', 'id=ca,src=/ca.pem']);
    expect(networkArguments(env, noFile)).toEqual([]);
  });

  it('names the variable of a private index, never its value', () => {
    const args = networkArguments({ UV_DEFAULT_INDEX: INDEX, PIP_INDEX_URL: 'https://other.example.com' }, noFile);
    expect(args).toEqual(['--secret', 'id=index_url,env=UV_DEFAULT_INDEX']);
    expect(networkArguments({ PIP_INDEX_URL: INDEX }, noFile)).toEqual(['--secret', 'id=index_url,env=PIP_INDEX_URL']);
  });

  it('hands out ~/.netrc only together with an index', () => {
    expect(networkArguments({ NETRC: '/my/netrc' }, everyFile)).toEqual([]);
    expect(networkArguments({ NETRC: '/my/netrc', UV_INDEX_URL: INDEX }, everyFile)).toEqual([
      ...['--secret', 'id=index_url,env=UV_INDEX_URL'],
      ...['--secret', 'id=netrc,src=/my/netrc'],
    ]);
    expect(networkArguments({ NETRC: '/my/netrc' }, everyFile, true)).toEqual(['--secret', 'id=netrc,src=/my/netrc']);
    expect(networkArguments({ NETRC: '/my/netrc' }, noFile, true)).toEqual([]);
    expect(networkArguments({ HOME: '/home/bob', UV_INDEX_URL: INDEX }, everyFile)).toContain(
      'id=netrc,src=/home/bob/.netrc',
    );
  });

  it('names the proxy variables that are set, never their values', () => {
    const env = { HTTPS_PROXY: 'http://bob:s3cret@proxy:3128', no_proxy: 'localhost', HTTP_PROXY: '' };
    expect(networkArguments(env, noFile)).toEqual(['--build-arg', 'HTTPS_PROXY', '--build-arg', 'no_proxy']);
  });

  it('keeps a path with a comma or a quote in one piece', () => {
    expect(networkArguments({ SSL_CERT_FILE: '/a,b/"ca".pem' }, everyFile)[1]).toBe('id=ca,"src=/a,b/""ca"".pem"');
  });
});

describe('a certificate file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    writeFileSync(join(folder, 'empty.pem'), '');
    writeFileSync(join(folder, 'ca.pem'), 'certificates');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('counts only when it is a file and not empty: an empty one would take all trust away', () => {
    expect(networkArguments({ SSL_CERT_FILE: join(folder, 'empty.pem') })).toEqual([]);
    expect(networkArguments({ SSL_CERT_FILE: folder })).toEqual([]);
    expect(networkArguments({ SSL_CERT_FILE: join(folder, 'missing.pem') })).toEqual([]);
    expect(networkArguments({ SSL_CERT_FILE: join(folder, 'ca.pem') })).toHaveLength(2);
  });
});

describe('uv on the host', () => {
  it('is told under its own names what only other tools know', () => {
    const env = { REQUESTS_CA_BUNDLE: '/ca.pem', PIP_INDEX_URL: INDEX };
    expect(networkEnvironment(env, everyFile)).toEqual({ SSL_CERT_FILE: '/ca.pem', UV_DEFAULT_INDEX: INDEX });
  });

  it('keeps what it reads anyway', () => {
    const env = { SSL_CERT_FILE: '/mine.pem', UV_INDEX_URL: INDEX, PIP_INDEX_URL: 'https://other.example.com' };
    expect(networkEnvironment(env, everyFile)).toEqual({});
  });
});

describe('what must not stand in a log', () => {
  it('is the index and every password in a URL, the longest first', () => {
    const secrets = secretValues({ UV_DEFAULT_INDEX: INDEX, HTTPS_PROXY: 'http://eve:p%40ss@proxy:3128' });
    expect(secrets).toEqual([INDEX, 'bob:s3cret', 'eve:p%40ss', 'eve:p@ss', 's3cret', 'p%40ss', 'p@ss']);
  });

  it('is nothing in an environment without any', () => {
    expect(secretValues({ PATH: '/bin', HTTPS_PROXY: 'http://proxy:3128' })).toEqual([]);
  });
});

import { open, readFile } from 'node:fs/promises';
import { get as getPlainly } from 'node:http';
import { get } from 'node:https';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';

/*
 * The list of files of a wheel, which is a zip archive: it stands at the archive's end, so only that is fetched.
 */

/** A file of an archive: its path, and its size once it is unpacked, in bytes. */
export interface Entry {
  path: string;
  size: number;
}

/** An archive: its own size in bytes, and its files. */
export interface Archive {
  packed: number;
  entries: readonly Entry[];
}

/** Bytes that are asked for first: they hold the list of most wheels. */
const TAIL = 256 * 1024;
/** How long a server may be silent, in milliseconds. */
const PATIENCE = 60_000;

/** The last bytes of a file, and how long it is. */
interface Tail {
  bytes: Buffer;
  total: number;
}

/** The authorities that are trusted: Node's, and those of a company where SSL_CERT_FILE names them. */
async function authorities(): Promise<readonly string[] | undefined> {
  const file = process.env.SSL_CERT_FILE;
  return file ? [...rootCertificates, await readFile(file, 'utf8')] : undefined;
}

async function fetchTail(address: string, length: number, redirects = 3): Promise<Tail> {
  const ca = await authorities();
  const url = new URL(address);
  return await new Promise<Tail>((done, failed) => {
    const options = { headers: { range: `bytes=-${length}` }, timeout: PATIENCE, ...(ca && { ca: [...ca] }) };
    const request = (url.protocol === 'http:' ? getPlainly : get)(url, options, (response) => {
      const { statusCode = 0, headers } = response;
      response.on('error', failed);
      if (statusCode >= 300 && statusCode < 400 && headers.location && redirects > 0) {
        response.resume();
        fetchTail(new URL(headers.location, url).href, length, redirects - 1).then(done, failed);
        return;
      }
      if (statusCode !== 200 && statusCode !== 206) {
        response.resume();
        failed(new Error(`${url.host} answers ${statusCode}`));
        return;
      }
      // A server that knows no ranges sends the whole file; its end is what is kept.
      let bytes = Buffer.alloc(0);
      let total = 0;
      response.on('data', (chunk: Buffer) => {
        total += chunk.length;
        bytes = Buffer.concat([bytes, chunk]).subarray(-length);
      });
      response.on('end', () => {
        const whole = Number(/\/(\d+)$/.exec(headers['content-range'] ?? '')?.[1] ?? total);
        done({ bytes, total: whole });
      });
    });
    request.on('timeout', () => request.destroy(new Error(`${url.host} is silent`)));
    request.on('error', failed);
  });
}

async function readTail(file: string, length: number): Promise<Tail> {
  const handle = await open(file);
  try {
    const { size: total } = await handle.stat();
    const bytes = Buffer.alloc(Math.min(length, total));
    await handle.read(bytes, 0, bytes.length, total - bytes.length);
    return { bytes, total };
  } finally {
    await handle.close();
  }
}

function tailOf(address: string, length: number): Promise<Tail> {
  if (/^https?:/.test(address)) return fetchTail(address, length);
  return readTail(address.startsWith('file:') ? fileURLToPath(address) : address, length);
}

/** The record at the end of an archive (APPNOTE 4.3.16): how many files it has, and where their list stands. */
function endRecord(bytes: Buffer): { count: number; start: number } {
  const at = bytes.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'));
  if (at < 0 || at + 22 > bytes.length) throw new Error('it is no zip archive');
  const [count, start] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 16)];
  if (count === 0xffff || start === 0xffffffff) throw new Error('it is a zip archive of the 64-bit kind');
  return { count, start };
}

/** The list of files (APPNOTE 4.3.12). */
function entriesIn(list: Buffer, count: number): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > list.length || list.readUInt32LE(at) !== 0x02014b50) throw new Error('its list of files is broken');
    const [name, extra, comment] = [28, 30, 32].map((field) => list.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const path = list.toString('utf8', at + 46, at + 46 + name);
    entries.push({ path, size: list.readUInt32LE(at + 24) });
    at += 46 + name + extra + comment;
  }
  return entries;
}

/**
 * Reads the list of files of a zip archive.
 * @param address a URL, or the path of a file.
 * @throws Error when it can't be had or is none.
 */
export async function readArchive(address: string): Promise<Archive> {
  let tail = await tailOf(address, TAIL);
  const { count, start } = endRecord(tail.bytes);
  if (tail.total - tail.bytes.length > start) tail = await tailOf(address, tail.total - start);
  const list = tail.bytes.subarray(start - (tail.total - tail.bytes.length));
  return { packed: tail.total, entries: entriesIn(list, count) };
}

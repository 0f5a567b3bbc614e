/** What a unit stands for, in bytes: those of disks and networks are decimal, those with an i are binary. */
const UNITS: Readonly<Record<string, number>> = {
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** The bytes of a size as a person types it: '800MB', '1.5 GiB'. Undefined where it is none, or nothing fits into it. */
export function bytesIn(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d{1,9}(?:\.\d{1,9})?)\s*([a-z]+)$/i.exec(text.trim()) ?? [];
  const bytes = Math.round(Number(number) * (UNITS[unit.toLowerCase()] ?? Number.NaN));
  return bytes > 0 ? bytes : undefined;
}

/** Millions of bytes as people say them, never 0: '0.4', '8.2', '512'. */
export function spokenMegabytes(bytes: number): string {
  const megabytes = bytes / 1e6;
  return megabytes < 9.95 ? Math.max(megabytes, 0.1).toFixed(1) : String(Math.round(megabytes));
}

/** Bytes as people say them, decimal as docker's: '0.4 MB', '512 MB', '2.95 GB'. */
export function spokenBytes(bytes: number): string {
  return bytes >= 999.5e6 ? `${(bytes / 1e9).toFixed(2)} GB` : `${spokenMegabytes(bytes)} MB`;
}

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ANSWERS, BIN } from './command.ts';
import { KEYS, Terminal } from './terminal.ts';

const onUnix = process.platform === 'win32' ? describe.skip : describe;

onUnix('while the steps run in a terminal', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'steps-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('what is typed is not shown, Ctrl-C works, and the terminal is as it was afterwards', async () => {
    // An engine whose builds take for ever.
    writeFileSync(path.join(folder, 'docker'), '#!/bin/sh\n[ "$1" = version ] || exec tail -f /dev/null\n');
    chmodSync(path.join(folder, 'docker'), 0o755);
    const [node, script] = BIN;
    const line = `trap : INT; "$@"; echo "ended with $?"; stty -a`;
    const terminal = new Terminal([node, script, 'demo', ...ANSWERS, '--yes', '--run'], {
      cwd: folder,
      words: ['/bin/sh', '-c', line, 'sh'],
      env: { PATH: `${folder}${path.delimiter}${process.env.PATH}` },
    });
    try {
      await terminal.shows('Lock every version');
      terminal.press(`xyzzy${KEYS.enter}${KEYS.enter}`);
      // The clock of the step goes on.
      await terminal.shows('2 s');
      terminal.press(KEYS.ctrlC);
      await terminal.shows('ended with 130');
      await terminal.ended();
      expect(terminal.text).not.toContain('xyzzy');
      expect(terminal.text).toMatch(/(?<!-)\becho\b/);
    } finally {
      terminal.close();
    }
  }, 60_000);
});

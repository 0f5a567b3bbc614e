import { describe, expect, it } from '@jest/globals';
import { shown } from '../../../generators/app/shown.ts';

describe('what was typed is shown in a message', () => {
  it.each([
    ['a quote and a line break', 'a"\nb', '"a\\"\\nb"'],
    ['DEL, which JSON leaves as it is', '\x7f', '"\\u{7f}"'],
    ['a terminal command that is one sign long', '\x9b31m', '"\\u{9b}31m"'],
    ['text that runs the other way', '\u202eexe', '"\\u{202e}exe"'],
    ['a line separator', 'a\u2028b', '"a\\u{2028}b"'],
    ['letters of any script as they are', 'größe 日本', '"größe 日本"'],
  ])('%s', (_, typed, text) => expect(shown(typed)).toBe(text));

  it('cut to sixty signs', () => expect(shown('x'.repeat(300))).toBe(`"${'x'.repeat(57)}..."`));
});

import { describe, expect, it } from '@jest/globals';
import { imageEnvironment } from '../../../generators/catalog/wheel-tags.ts';
import { holds } from '../../../generators/engine/markers.ts';

const HERE = imageEnvironment('3.13', 'glibc', 'x86_64');

describe('a marker', () => {
  it.each([
    [undefined, true],
    ["sys_platform == 'linux'", true],
    ["sys_platform == 'win32'", false],
    ['platform_machine != "aarch64"', true],
    ["python_full_version < '3.14'", true],
    ["python_full_version >= '3.9'", true], // as versions: as text, 3.13 is before 3.9
    ["python_version in '3.12 3.13'", true],
    ["python_version not in '3.12 3.13'", false],
    ["python_full_version == '3.13.*'", true],
    ["'3.14' > python_version", true],
    ["'3.13' < python_version", false],
    ["platform_python_implementation == 'PyPy' or implementation_name == 'cpython'", true],
    ["sys_platform == 'linux' or sys_platform == 'darwin' and python_version < '3'", true], // and binds first
    ["(sys_platform == 'linux' or sys_platform == 'darwin') and python_version < '3'", false],
    ["(os_name == 'nt' and platform_system == 'Windows') or platform_system == 'Linux'", true],
    ["'linux' in sys_platform", true],
    ["'bsd' not in sys_platform", true],
    ["extra == 'test'", false],
  ])('%j is %s on Linux with Python 3.13', (marker, expected) => {
    expect(holds(marker, HERE)).toBe(expected);
  });

  it.each([
    ["sys_platform == 'darwin' and platform_machine == 'arm64'", 'darwin'],
    ["sys_platform == 'win32' and platform_machine == 'ARM64' and os_name == 'nt'", 'win32'],
  ] as const)('%j holds on %s', (marker, system) => {
    expect(holds(marker, { ...HERE, system, architecture: 'aarch64' })).toBe(true);
  });

  it.each([
    "sys_platform = 'linux'",
    "sys_platform == 'linux' and",
    'weather == "fine"',
    "(os_name == 'nt'",
    "'a' 'b'",
  ])('%j is none, and is not taken for true or false', (marker) => {
    expect(() => holds(marker, HERE)).toThrow();
  });
});

import { describe, expect, it } from '@jest/globals';
import { curlLine } from '../../../generators/engine/call.ts';

describe('the curl line', () => {
  it('asks for a real prediction and can be pasted', () => {
    expect(curlLine('api', 'http://127.0.0.1:8001', 'linux')).toBe(
      "curl -s http://127.0.0.1:8001/predict -H 'content-type: application/json' " +
        `-d '{"bill_length_mm":39.1,"bill_depth_mm":18.7,"flipper_length_mm":181,"body_mass_g":3750}'`,
    );
  });

  it('can be pasted on Windows, which knows no single quotes', () => {
    const line = curlLine('api', 'http://127.0.0.1:8000', 'win32');
    expect(line).toContain(String.raw`-d "{\"bill_length_mm\":39.1,`);
    expect(line).not.toContain("'");
  });

  it('is missing for an app that is looked at in a browser', () => {
    expect(curlLine('notebook', 'http://127.0.0.1:8888')).toBeUndefined();
  });
});

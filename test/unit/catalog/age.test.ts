import { describe, expect, it } from '@jest/globals';
import { ageNotice, today } from '../../../generators/catalog/age.ts';

describe('the age of the data', () => {
  it('is no news for 120 days', () => {
    expect(ageNotice('2026-01-01', new Date('2026-01-01'))).toBeUndefined();
    expect(ageNotice('2026-01-01', new Date('2026-05-01T23:59:59Z'))).toBeUndefined();
  });

  it('is said in one line after that, with what to type', () => {
    const line = ageNotice('2026-01-01', new Date('2026-05-02'));
    expect(line).toContain('121 days ago, on 2026-01-01');
    expect(line).toContain('npm run catalog');
    expect(line).not.toContain('\n');
  });

  it('is no news where the clock is behind, or broken', () => {
    expect(ageNotice('2026-01-01', new Date('2020-01-01'))).toBeUndefined();
    expect(ageNotice('2026-01-01', new Date('nonsense'))).toBeUndefined();
  });

  it('is counted to this day, unless a test names another', () => {
    expect(Math.abs(today({}).getTime() - Date.now())).toBeLessThan(1000);
    expect(today({ ML_DOCKER_TODAY: '2026-05-02' })).toEqual(new Date('2026-05-02'));
  });
});

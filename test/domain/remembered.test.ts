/** What is found out of a text is found out once, for as long as it is kept. */
import { expect, test } from 'vitest';
import { remembered } from '../../src/domain/remembered.ts';

test('what was found out lately is not found out again, nothing included, and no more is kept than a few hundred', () => {
  const asked: string[] = [];
  const of = remembered((text) => {
    asked.push(text);
    return text === '' ? undefined : text.length;
  });
  expect([of('ana'), of('ana'), of(''), of('')]).toEqual([3, 3, undefined, undefined]);
  expect(asked).toEqual(['ana', '']);
  for (let at = 0; at < 500; at += 1) of(`${at}`);
  asked.length = 0;
  expect(of('ana')).toBe(3);
  expect(asked).toEqual(['ana']);
});

/**
 * Every environment variable, once: its shape, its default, and what a person is told about it.
 * `.env.example`, the start-up check and the docs are all held against this list.
 */
import { z } from 'zod';
import { type About, about } from './about.ts';
import { settingsOfProcess } from './settings-of-process.ts';
import { settingsOfSync } from './settings-of-sync.ts';

const shape = { ...settingsOfSync, ...settingsOfProcess };

/** The schema from an environment (empty values already dropped) to typed values. */
export const settings = z.object(shape);
export type Settings = z.output<typeof settings>;
export type SettingName = keyof typeof shape;

export const SETTING_NAMES = Object.keys(shape) as SettingName[];

/** What a person is told about a variable. */
export function aboutSetting(name: SettingName): About {
  const found = about.get(shape[name]);
  if (found === undefined) throw new Error(`${name} has no description`);
  return found;
}

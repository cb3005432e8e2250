import { LANGUAGES, type Language } from '../domain/language.ts';
import { EXIT, Exit } from './exit.ts';

/** The language that is asked for, or that of the shell: Spanish where LANG begins with es, else English. */
export function languageFor(asked: string | undefined, env: NodeJS.ProcessEnv = process.env): Language {
  const language = LANGUAGES.find((one) => one === asked);
  if (language !== undefined) return language;
  if (asked !== undefined) throw new Exit(EXIT.usage, `${asked} is no language of Puente: es or en`);
  return /^es/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'es' : 'en';
}

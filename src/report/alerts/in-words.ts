import type { Language } from '../../domain/language.ts';
import type { Notice } from '../../domain/notice.ts';
import { wordsIn } from './words/words.ts';

/** What happened and, where something is to be done, what. */
export function inWords(notice: Notice, language: Language): string {
  const { said, step } = saidOf(notice, language);
  return step === '' ? said : `${said} ${step}`;
}

/** The same apart; `step` is empty where nothing is to be done. */
export function saidOf(notice: Notice, language: Language): { said: string; step: string } {
  const { locale, sides, fields, brakes, effects, needs, news: say } = wordsIn(language);
  const number = (count: number) => count.toLocaleString(locale);
  switch (notice.kind) {
    case 'first-plan':
      return { said: say['first-plan'], step: needs['first-plan'].step };
    case 'brake': {
      const { side, reason, field, count, of } = notice;
      const what = {
        side: sides[side],
        reason: brakes[reason],
        field: field === undefined ? '' : fields[field],
      };
      return { said: say.brake({ ...what, count: number(count), of: number(of) }), step: needs.brake.step };
    }
    case 'credentials':
    case 'trouble':
      return {
        said: say[notice.kind]({ side: sides[notice.side], code: notice.code }),
        step: needs.circuit.step,
      };
    case 'unread': {
      const { side, code, detail = '' } = notice;
      return { said: say.unread({ side: sides[side], code, detail }), step: needs.unread.step };
    }
    case 'refused':
      return { said: say.refused({ side: sides[notice.side], code: notice.code }), step: '' };
    case 'paused-queue':
      return { said: say['paused-queue']({ queue: notice.queue }), step: needs['paused-queue'].step };
    case 'no-update-method':
      return { said: say['no-update-method']({ path: notice.path }), step: needs['no-update-method'].step };
    case 'side-effect': {
      const { side, effect, fields: names } = notice;
      return {
        said: say['side-effect']({ side: sides[side], effect: effects[effect], fields: names }),
        step: needs['side-effect'].step,
      };
    }
    case 'double':
      return { said: say.double({ clave: notice.clave, code: notice.code }), step: '' };
    case 'frozen':
      return {
        said: say.frozen({ clave: notice.clave, field: fields[notice.field] }),
        step: needs.frozen.step,
      };
    case 'digest': {
      const { writes, conflicts, failures, differing } = notice;
      const open = notice.needs.map(({ code, count, side }) => {
        const where = side === undefined ? '' : ` (${sides[side]})`;
        return `${needs[code].title}${where}: ${number(count)}`;
      });
      const said = say.digest({
        writes: number(writes),
        conflicts: number(conflicts),
        failures: number(failures),
        differing: number(differing),
        open: open.join('; '),
      });
      return { said, step: '' };
    }
  }
}

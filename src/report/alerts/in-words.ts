import type { Language } from '../../domain/language.ts';
import type { Notice } from '../../domain/notice.ts';
import { wordsIn } from './words/words.ts';

/** What happened and, where something is to be done, what. */
export function inWords(notice: Notice, language: Language): string {
  const { locale, sides, fields, brakes, effects, needs, news: say } = wordsIn(language);
  const number = (count: number) => count.toLocaleString(locale);
  switch (notice.kind) {
    case 'first-plan':
      return `${say['first-plan']} ${needs['first-plan'].step}`;
    case 'brake': {
      const { side, reason, field, count, of } = notice;
      const what = {
        side: sides[side],
        reason: brakes[reason],
        field: field === undefined ? '' : fields[field],
      };
      return `${say.brake({ ...what, count: number(count), of: number(of) })} ${needs.brake.step}`;
    }
    case 'credentials':
    case 'trouble':
      return `${say[notice.kind]({ side: sides[notice.side], code: notice.code })} ${needs.circuit.step}`;
    case 'unread': {
      const { side, code, detail = '' } = notice;
      return `${say.unread({ side: sides[side], code, detail })} ${needs.unread.step}`;
    }
    case 'refused':
      return say.refused({ side: sides[notice.side], code: notice.code });
    case 'paused-queue':
      return `${say['paused-queue']({ queue: notice.queue })} ${needs['paused-queue'].step}`;
    case 'no-update-method':
      return `${say['no-update-method']({ path: notice.path })} ${needs['no-update-method'].step}`;
    case 'side-effect': {
      const { side, effect, fields: names } = notice;
      return `${say['side-effect']({ side: sides[side], effect: effects[effect], fields: names })} ${needs['side-effect'].step}`;
    }
    case 'double':
      return say.double({ clave: notice.clave, code: notice.code });
    case 'frozen':
      return `${say.frozen({ clave: notice.clave, field: fields[notice.field] })} ${needs.frozen.step}`;
    case 'digest': {
      const { writes, conflicts, failures, differing } = notice;
      const open = notice.needs.map(({ code, count, side }) => {
        const where = side === undefined ? '' : ` (${sides[side]})`;
        return `${needs[code].title}${where}: ${number(count)}`;
      });
      return say.digest({
        writes: number(writes),
        conflicts: number(conflicts),
        failures: number(failures),
        differing: number(differing),
        open: open.join('; '),
      });
    }
  }
}

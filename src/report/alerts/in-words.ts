import type { Language } from '../../domain/language.ts';
import type { News } from '../../domain/notice.ts';
import { wordsIn } from './words/words.ts';

/** What happened and, where something is to be done, what. */
export function inWords(news: News, language: Language): string {
  const { locale, sides, fields, brakes, needs, news: say } = wordsIn(language);
  const number = (count: number) => count.toLocaleString(locale);
  switch (news.kind) {
    case 'first-plan':
      return `${say['first-plan']} ${needs['first-plan'].step}`;
    case 'brake': {
      const { side, reason, field, count, of } = news;
      const what = {
        side: sides[side],
        reason: brakes[reason],
        field: field === undefined ? '' : fields[field],
      };
      return `${say.brake({ ...what, count: number(count), of: number(of) })} ${needs.brake.step}`;
    }
    case 'credentials':
    case 'trouble':
      return `${say[news.kind]({ side: sides[news.side], code: news.code })} ${needs.circuit.step}`;
    case 'unread': {
      const { side, code, detail = '' } = news;
      return `${say.unread({ side: sides[side], code, detail })} ${needs.unread.step}`;
    }
    case 'refused':
      return say.refused({ side: sides[news.side], code: news.code });
    case 'paused-queue':
      return `${say['paused-queue']({ queue: news.queue })} ${needs['paused-queue'].step}`;
    case 'double':
      return say.double({ clave: news.clave, code: news.code });
    case 'frozen':
      return `${say.frozen({ clave: news.clave, field: fields[news.field] })} ${needs.frozen.step}`;
    case 'digest': {
      const { writes, conflicts, failures, differing } = news;
      const open = news.needs.map(({ code, count, side }) => {
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

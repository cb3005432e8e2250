/** Alerts and the summary of the day as mails, in the words of whoever owns the shop. */
import type { Language } from '../../domain/language.ts';
import type { Notice } from '../../domain/notice.ts';
import { saidOf } from './in-words.ts';
import type { Mail } from './mail.ts';
import { wordsIn } from './words/words.ts';

type About = {
  readonly language: Language;
  readonly businessName: string | undefined;
  readonly timezone: string;
  /** When it was told first, ms since 1970. */
  readonly at: number;
};

/** What `doctor` sends, to see whether mails arrive. */
export function trialMail(language: Language, businessName: string | undefined): Mail {
  const { mail } = wordsIn(language);
  return {
    subject: `${businessName ?? 'Puente'}: ${mail.trial}`,
    text: `${mail.trialText}\n\n-- \n${mail.footer}\n`,
  };
}

type Digest = Extract<Notice, { kind: 'digest' }>;

/** An alert, or the summary of the day, as a mail for whoever owns the shop: what is, what to do, and nothing else. */
export function mailText(notice: Notice, { language, businessName, timezone, at }: About): Mail {
  const { locale, mail } = wordsIn(language);
  const when = new Intl.DateTimeFormat(locale, { timeZone: timezone, dateStyle: 'full', timeStyle: 'short' });
  const [headline, ...paragraphs] =
    notice.kind === 'digest' ? digestParts(notice, language) : alertParts(notice, language);
  const parts = [businessName, headline, ...paragraphs, `-- \n${mail.footer}\n${when.format(at)}`];
  return {
    subject: `${businessName ?? 'Puente'}: ${headline?.replace(/\.$/, '')}`,
    text: `${parts.filter(Boolean).join('\n\n')}\n`,
  };
}

function alertParts(notice: Notice, language: Language): string[] {
  const { mail } = wordsIn(language);
  const { said, step } = saidOf(notice, language);
  return step === '' ? [said] : [said, `${mail.toDo} ${step}`, mail.where];
}

function digestParts(
  { writes, conflicts, failures, differing, needs }: Digest,
  language: Language,
): string[] {
  const { locale, sides, needs: told, mail } = wordsIn(language);
  const number = (count: number) => count.toLocaleString(locale);
  const counts = [mail.writes, mail.conflicts, mail.failures];
  const lines = [writes, conflicts, failures].map((count, index) => `- ${counts[index]}: ${number(count)}`);
  const open = needs.map(({ code, count, side }) => {
    const where = side === undefined ? '' : ` (${sides[side]})`;
    return `- ${told[code].title}${where}: ${number(count)}\n  ${told[code].step}`;
  });
  const now = differing === 0 ? mail.same : `${mail.differing}: ${number(differing)}.`;
  return [
    needs.length === 0 ? mail.dayFine : mail.dayOpen,
    ...(needs.length === 0 ? [] : [open.join('\n'), mail.where]),
    `${mail.lastDay}\n${lines.join('\n')}`,
    now,
  ];
}

/** When a cron expression is next due, remembered until then: many companies of one process ask it each minute. */
import { CronExpressionParser } from 'cron-parser';

type Remembered = { readonly askedAt: number; readonly due: number };

/** One entry for each expression and time zone of this process' settings; companies mostly share theirs. */
const remembered = new Map<string, Remembered>();

/**
 * The first time after `now` at which `cron` is due in `timezone`. What was found holds for each time from the
 * one it was asked for until it is due; a clock that was put back before that asks the expression again.
 */
export function nextRun(cron: string, timezone: string, now: number): number {
  const key = `${timezone} ${cron}`;
  const known = remembered.get(key);
  if (known !== undefined && known.askedAt <= now && now < known.due) return known.due;
  const parsed = CronExpressionParser.parse(cron, { tz: timezone, currentDate: new Date(now) });
  const due = parsed.next().getTime();
  remembered.set(key, { askedAt: now, due });
  return due;
}

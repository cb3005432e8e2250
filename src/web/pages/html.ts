import { html as tagged } from 'hono/html';

/** Ready HTML. Only `html` makes it, so that whatever else stands in a page has been escaped. */
export type Html = ReturnType<typeof tagged>;
type Part = Html | string | number | false | undefined | readonly Part[];

/** Each value is escaped, in text and in quoted attributes alike; other HTML and lists of it are taken as they are. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  tagged(strings, ...parts);

/** Writes docs/profile.md from the profiles that were taken. */
import { figure } from '../table.ts';

export const JOBS = {
  scan: 'a reading of both sides without a change, 4,000 customers a side',
  write:
    'an update of one customer, from the poll that sees the edit to the silence after it, each way in turn',
} as const;
export type Job = keyof typeof JOBS;
/** What was taken of one state of the sources: CPU ms a reading or an update, and the shares of those whose code it was, percent. */
export type Taken = { readonly ms: number; readonly shares: Readonly<Record<string, number>> };
export type Flames = { readonly [J in Job]: { readonly before?: Taken; readonly now?: Taken } };

/** Below this neither state shows anything. */
const SHOWN_PERCENT = 1;

function sectionOf(job: Job, { before, now }: Flames[Job]): string {
  const owners = [...new Set([now, before].flatMap((taken) => Object.keys(taken?.shares ?? {})))];
  const cell = (taken: Taken | undefined, owner: string) =>
    taken === undefined ? '' : figure((taken.ms * (taken.shares[owner] ?? 0)) / 100);
  const rows = owners
    .filter((owner) => [before, now].some((taken) => (taken?.shares[owner] ?? 0) >= SHOWN_PERCENT))
    .map((owner) => `| ${owner} | ${cell(before, owner)} | ${cell(now, owner)} |`);
  return `## ${job}: ${JOBS[job]}

| ms of CPU in the code of | before | now |
| --- | ---: | ---: |
${rows.join('\n')}
| all | ${before === undefined ? '' : figure(before.ms)} | ${now === undefined ? '' : figure(now.ms)} |

![${job}, before](images/flame-${job}-before.svg)
![${job}, now](images/flame-${job}-now.svg)
`;
}

export function documentOf(flames: Flames): string {
  return `# Where the time goes

Made by \`npm run bench:flame\` from \`bench/flame/results.json\`; do not edit it. "Before" is the state of the first run that
[performance.md](performance.md) compares with, taken by the same command from a checkout of it (\`-- --sources FOLDER\`). A profiler
looks twice in a millisecond, so that it costs something itself, and the machine had other work to do: shares are what to compare.
What a function of V8 or of C++ takes is counted for its caller. Open an image by itself to see the name of each bar.

${(Object.keys(JOBS) as Job[]).map((job) => sectionOf(job, flames[job])).join('\n')}
## What was changed, and what it bought

See [performance.md](performance.md), "What was changed since the first run"; what each change bought is the difference of the two
columns above in the row of whoever it spared work.
`;
}

/** Writes docs/performance.md from what a run has measured. */
import {
  figure,
  figureOf,
  limitOf,
  PLACES,
  type Place,
  type Results,
  type Row,
  TABLE,
  verdictOf,
} from './table.ts';

const VERDICTS = {
  aim: 'yes, and the aim',
  reach: 'yes',
  not: '**no**',
  told: '',
  'not measured': 'not measured',
} as const;

/** The table with what was measured, and whether each of its places holds. */
export function tableOf({ measures, before }: Results): string {
  const rows = PLACES.map((place) => {
    const row: Row = TABLE[place];
    const earlier = before?.[place];
    const now = measures[place];
    return [
      row.job,
      row.against,
      earlier === undefined ? '' : figureOf(place, earlier.value),
      now === undefined ? '' : figureOf(place, now.value),
      limitOf(place, row.reach),
      limitOf(place, row.aim),
      VERDICTS[verdictOf(place, now)],
    ];
  });
  const head = ['job', 'against', 'first run', 'now', 'reach', 'aim', 'holds'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What the values are made of. */
function partsOf({ measures }: Results): string {
  const lines = PLACES.flatMap((place: Place) => {
    const parts = Object.entries(measures[place]?.of ?? {});
    if (parts.length === 0) return [];
    return [
      `- **${TABLE[place].job}**: ${parts.map(([name, value]) => `${name} ${figure(value)}`).join(', ')}.`,
    ];
  });
  return lines.join('\n');
}

const listed = (entries: Readonly<Record<string, string | number>>) =>
  Object.entries(entries)
    .map(([name, value]) => `${name} ${typeof value === 'number' ? figure(value) : value}`)
    .join(', ');

/** docs/performance.md. No figure in it is written by hand. */
export function documentOf(results: Results): string {
  const failing = PLACES.filter((place) => verdictOf(place, results.measures[place]) === 'not');
  return `# Performance

Made by \`npm run bench\`${results.quick ? ' (`-- --quick`)' : ''} from \`bench/results.json\`; do not edit it.

![What was measured, as a share of what is to be reached](images/performance.svg)

${tableOf(results)}

${failing.length === 0 ? 'All of what is to be reached holds.' : `Not reached: ${failing.map((place) => TABLE[place].job).join('; ')}.`}

## What the figures are made of

${partsOf(results)}

## What was changed since the first run

- **Scans**: a row's bytes are digested in one call and an answer is split without a pattern for each of its marks; a gate
  that was found open is asked ten times a second and not before each request; the heap grows by its own size less
  eagerly (\`--heap-growing-percent\`), so that a scan leaves no high mark behind. What pages show is
  observed together, and what did not change in a customer's evidence is not digested.
- **Writes**: a customer is loaded once for an update: what its own commits leave is known, and the checks of each commit
  find out who has moved it. The commands of a commit are joined by key, links are filed together, the brakes are of the
  same answer as the rest of the snapshot, and what a write begins with is asked for in one journey.
  What is found out of a phone or a name is found out once while its customer is in hand (\`src/domain/remembered.ts\`).
  Two texts that are the same are equal without being folded.
- **Memory of Redis**: the evidence of the matching stands in blocks of lines (\`src/store/evidence-index.ts\`), where it was a
  sorted set; records and links have letters for their names, no key and no value twice (\`src/store/packed.ts\`).
- **Creates**: who shares a customer's evidence is one command a side, and what a decision has loaded is not asked for again.
  Creates of one poll share the answers to the words that they have in common and a reading of the newcomers, and are read
  back together; the words of a small company are counted in one journey.
- **First sync**: sixteen pairs are linked at once, and none is tried from both of its ends. A turn under the rate limit that
  an update of ManagementPro does not need for its reading is its reading back's.
- **Search**: of the words of all records only the lines are looked at in which something was found, and a typing error is looked
  for where a third of what was typed stands as it is.
- **Idle**: a worker looks by itself every ten seconds; whatever there is to do leaves a marker that wakes it. Freed
  buffers go back to the machine (\`MALLOC_TRIM_THRESHOLD_\`).
- **Start**: what a daemon is made of is loaded when it is first needed: pages, the API and the queue board by whoever opens
  one (\`src/web/dashboard.ts\`), got by the first request, numbering plans by the first phone, and what is done with jobs
  when the workers begin. Health is answered without any of them. A daemon that nobody looks at never has them in memory, and what a
  start has left is collected once, as soon as the first readings are over.

[profile.md](profile.md) has flame graphs of a reading and of an update, of the first run's state and of today's.

What stays above its limit, and why. The floor of a write is one request by got and one job; an update makes three requests in
Aceptabits and four or five in ManagementPro (rule 6: read, write, read back), a create four, and a dozen journeys to Redis,
so that requests alone are three to four times the floor; the rest is spread thin over all that is decided. Of the Redis commands of a write
a part is BullMQ's own (its share stands above), and each of its steps is noted in a commit that checks what it was based on,
key by key: fewer would take one hash for all that is kept of a customer. npm itself takes a good part of a
start before ours begins; most of the rest is the loading of libraries. What an idle daemon spends is mostly its polls, and the collection of
garbage after each; a third of its memory is Node's own. A newcomer that comes alone is searched for under every spelling
(rule 3), which are five or six requests; of many who come together each has in Aceptabits an e-mail, a phone, a rarest
word and a create of its own, which are four, and a part of the reading that shows them all.

${methodOf(results)}`;
}

function methodOf(results: Results): string {
  return `## How it is measured

${results.quick ? 'This is the quick size, taken on a machine that had other work to do: wall times are longer than they are in life.\n\n' : ''}Puente, the two systems, Redis and each floor are processes of their own; CPU seconds and resident memory are those of
one process, read from \`/proc\` (the scheduler's nanoseconds), so Redis stands apart. A floor is a small program in \`bench/floors/\` that does the
least that the job takes. Puente and its floor take turns on the same machine in the same run, and what is shown is the
median of the rounds: other programs on the machine move wall times by a third, CPU seconds by some percent and ratios
least, so ratios are what to compare from one run to another.

An update and a create cost all that two polls of each side cost in which it is seen, written, read back and found in step,
less what the same two polls cost right before with nothing to write: of the readings only what its own row takes is the
write's. The floor's turn comes right after, with as many writes, so that both have run as often. Nobody is edited twice:
what has just been written is read once more before it is believed (rule 6), as it hardly ever is in life.

The lists of a scan are answers that stand ready (\`bench/stage/lists.ts\`), so that no server's time is measured; writes,
edits and creates go to the simulators. People are rich ones: legal names of seven words, three phones, two e-mails,
contacts and addresses. Redis commands are those that the server counts, with those inside of scripts. The rate of
a first sync is that from its first write to its last: the readings before are an interval apart (rule 1).

Run of ${results.at.slice(0, 10)}, ${figure(results.seconds)} s. Machine: ${listed(results.machine)}. Sizes: ${listed(results.sizes)}.
`;
}

import type { Side } from './script.ts';
import { type Field, same } from './values.ts';

/** A real person, and what has happened to them that no program can undo. */
export type Person = {
  readonly id: number;
  /** Only a human being can tell that the two records are one person. */
  ambiguous: boolean;
  /** A record was deleted, merged or given to somebody else by hand. */
  tampered: boolean;
  /** Had a record on either side before any daemon lived. */
  readonly onBothAtFirst: boolean;
};

/**
 * Follows each field of each person: the value on which both sides last agreed, and what has been typed on a side
 * since (a net edit). A write that goes over a net edit has destroyed it; that is allowed where the edit is on
 * record as the loser of a conflict, which the end of the history will show.
 */
export type Destroyed = {
  readonly person: Person;
  readonly side: Side;
  readonly key: string;
  readonly field: Field;
  readonly value: string;
  readonly by: string;
  /** Real time, ms. */
  readonly typedAt: number;
  /** Typed between the write's reading and its reading back: the APIs have no means to save such an edit. */
  readonly raced: boolean;
};

/**
 * What was typed over a write that nobody had read back can pass for what became of it: until both sides agree again,
 * nobody can tell. Real time, ms.
 */
type Untellable = {
  readonly person: Person;
  readonly field: Field;
  /** What the write had sent. */
  readonly sent: string;
  readonly from: number;
  to: number;
};

type Edit = { readonly value: string; readonly at: number; readonly unread: boolean };
/**
 * Both hold until the sides agree again. `muddled`: a write has gone over this field without knowing, and made a value
 * of its own. `mistaken`: what was typed between a write and its reading back is the old value, or looks like what a
 * server makes of the new one (rule 5).
 */
type Story = {
  agreed: string | undefined;
  /** What each side has said, the newest last, and since when. */
  readonly said: { readonly [S in Side]: { readonly value: string; readonly at: number }[] };
  edits: { [S in Side]?: Edit };
  muddled: boolean;
  mistaken: boolean;
};

export type Now = { readonly [S in Side]: string | undefined };

const SIDES: readonly Side[] = ['managementpro', 'aceptabits'];

/** Longer than any list lags in a history. */
const LIST_LAG_MS_MAX = 120;

export class Ledger {
  readonly destroyed: Destroyed[] = [];
  /** Values on which both sides agree though nobody had typed them since they last agreed on another one. */
  readonly returned: { readonly person: Person; readonly what: string }[] = [];
  readonly #stories = new Map<string, Story>();
  readonly #untellable: Untellable[] = [];
  /** Since when whatever a side says may be unread, real time in ms. */
  readonly #unreadFrom: { [S in Side]: number } = { managementpro: 0, aceptabits: 0 };

  /**
   * Somebody has typed; `now` is what both sides say since, `merged` whether the two have had their first merge,
   * `unread` what a write had sent that nobody has read back yet, where this can pass for what became of it.
   */
  typed(
    person: Person,
    side: Side,
    field: Field,
    now: Now,
    { merged, unread }: { readonly merged: boolean; readonly unread: string | undefined },
  ): void {
    const story = this.#story(person, field);
    const value = now[side] ?? '';
    // Before a first merge an empty field says nothing, however it came to be empty (rule 3).
    const asAgreed = story.agreed !== undefined && same(field, story.agreed, value);
    // Whoever has not read what this side said in between sees no edit; of the other side, sees both agree.
    const echo = SIDES.some((one) => this.#mayBeRead(story, one).some((said) => same(field, said, value)));
    const silent = asAgreed || (!merged && value.trim() === '');
    if (silent) delete story.edits[side];
    else story.edits[side] = { value, at: Date.now(), unread: unread !== undefined || echo };
    if (unread !== undefined) {
      story.mistaken = true;
      const to = Number.POSITIVE_INFINITY;
      this.#untellable.push({ person, field, sent: unread, from: Date.now(), to });
    }
    this.#agree(person, field, now);
  }

  /**
   * A write of ours has changed a side from `old` to what it says now. True when the write could not know it: it
   * went over an edit made after its own reading, or put back (`putBack`) what a late reading had shown, because
   * both APIs take whole records only.
   */
  written(
    { person, side, key, field, old }: { person: Person; side: Side; key: string; field: Field; old: string },
    now: Now,
    readAt: number,
    putBack: boolean,
  ): boolean {
    const story = this.#story(person, field);
    const value = now[side] ?? '';
    const edit = story.edits[side];
    const over = edit !== undefined && same(field, edit.value, old) && !same(field, old, value);
    const raced = over && (edit.at >= readAt || edit.unread);
    story.muddled ||= raced || putBack;
    if (over) {
      delete story.edits[side];
      this.destroyed.push({ person, side, key, field, value: old, by: value, typedAt: edit.at, raced });
    }
    this.#agree(person, field, now);
    return raced || putBack;
  }

  /** A poll of a side that began then has come to its end; its lists may have lagged. */
  polled(side: Side, startedAt: number): void {
    this.#unreadFrom[side] = startedAt - LIST_LAG_MS_MAX;
  }

  /** What a daemon may take a side to say: all that it has said since it was read last, and what it said then. */
  #mayBeRead(story: Story, side: Side): string[] {
    const said = story.said[side];
    const replacedAt = (index: number) => said[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    return said.filter((_, index) => replacedAt(index) > this.#unreadFrom[side]).map(({ value }) => value);
  }

  isMistaken(person: Person, field: Field): boolean {
    return this.#story(person, field).mistaken;
  }

  /** True for a write that was typed over before it was read back, or made while nobody could tell what had become of it. */
  isUntellable(person: Person, field: Field, value: string, at: number): boolean {
    return this.#untellable.some(
      (one) =>
        one.person === person &&
        one.field === field &&
        (at <= one.from ? same(field, one.sent, value) : at <= one.to),
    );
  }

  /** Both sides have agreed, and nobody has typed since. */
  isAgreed(person: Person, field: Field): boolean {
    const { agreed, edits, muddled, mistaken } = this.#story(person, field);
    return agreed !== undefined && Object.keys(edits).length === 0 && !muddled && !mistaken;
  }

  #story(person: Person, field: Field): Story {
    const id = `${person.id} ${field}`;
    const story = this.#stories.get(id) ?? {
      agreed: undefined,
      said: { managementpro: [], aceptabits: [] },
      edits: {},
      muddled: false,
      mistaken: false,
    };
    this.#stories.set(id, story);
    return story;
  }

  #agree(person: Person, field: Field, { managementpro, aceptabits }: Now): void {
    const story = this.#story(person, field);
    for (const [side, value] of [
      ['managementpro', managementpro],
      ['aceptabits', aceptabits],
    ] as const)
      if (value !== undefined && story.said[side].at(-1)?.value !== value)
        story.said[side].push({ value, at: Date.now() });
    if (managementpro === undefined || aceptabits === undefined) return;
    if (!same(field, managementpro, aceptabits)) return;
    const known =
      story.muddled || story.mistaken || person.tampered || person.ambiguous
        ? []
        : [story.agreed, ...SIDES.map((side) => story.edits[side]?.value)];
    if (
      known.some((value) => value !== undefined) &&
      !known.some((value) => same(field, value ?? '', managementpro))
    )
      this.returned.push({
        person,
        what: `${field}: both sides say "${managementpro}", after ${JSON.stringify(story)}`,
      });
    story.muddled = false;
    story.mistaken = false;
    for (const one of this.#untellable)
      if (one.person === person && one.field === field) one.to = Math.min(one.to, Date.now());
    story.agreed = managementpro;
    story.edits = {};
  }
}

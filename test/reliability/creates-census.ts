import { otherSide, type Side } from '../../src/domain/customer.ts';
import { type Loaded, type Subject, subjectId } from '../../src/store/records.ts';
import type { Rig } from '../rig.ts';
import { ACQUAINTANCES, couldBe, identity, type Person, peopleOn } from './creates-people.ts';

/** What has become of the customers of a cell: who is there too often, who not at all, and who waits for a person. */

/** A newcomer as Puente knows it at the end. */
type Standing = {
  readonly person: Person;
  readonly linked: boolean;
  readonly waiting: boolean;
  /** Its create has been sent, and whether that made a record is still open. */
  readonly open: boolean;
};

export type Census = {
  /** Records of either side beyond one a customer. */
  readonly duplicates: number;
  /** Customers without a record on the target, and without a reason that a person can see. */
  readonly lost: number;
  /** Customers set aside for a person. */
  readonly parked: number;
  /** Those of them that could have been told from everybody else (`couldBe`). */
  readonly needless: number;
};

async function standings(
  rig: Rig,
  target: Side,
  people: readonly Person[],
  keys: readonly string[],
): Promise<Standing[]> {
  const { store } = rig.app.context;
  const source = otherSide(target);
  const subjects = keys.map((key): Subject => ({ side: source, key }));
  const loaded = new Map((await store.load(subjects)).map((entry) => [subjectId(entry.subject), entry]));
  const subjectsNow = await store.subjectsOf(source, keys);
  const intents = await store.intents(target);
  return people.map((person, at) => {
    const key = keys[at] as string;
    return standing(person, loaded.get(subjectId(subjectsNow[at] as Subject)), intents.has(key));
  });
}

function standing(person: Person, loaded: Loaded | undefined, open: boolean): Standing {
  return { person, linked: loaded?.link !== undefined, waiting: (loaded?.waits.length ?? 0) > 0, open };
}

function counted(people: readonly Person[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of people.map(identity)) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** Records of a side beyond those of `rightful`; whoever is nobody of them is one too many. */
function beyond(rig: Rig, side: Side, rightful: readonly Person[]): number {
  const due = counted([...ACQUAINTANCES, ...rightful]);
  return [...counted(peopleOn(rig, side))].reduce(
    (total, [id, count]) => total + Math.max(0, count - (due.get(id) ?? 0)),
    0,
  );
}

/**
 * On the source everybody is due once: what a create made and nobody recognised would come back to it as somebody new.
 * On the target a record is due to whoever is linked to it, or has a create that may have made it. So of two twins
 * of whom one was never created, two records are one too many. Only where the other's create is open, and has made
 * nothing, could a double pass for its record: nothing in a request says which of the two it is for.
 */
function duplicatesOf(rig: Rig, target: Side, all: readonly Standing[]): number {
  const onTarget = all.filter(({ linked, open }) => linked || open);
  return beyond(rig, otherSide(target), peopleOf(all)) + beyond(rig, target, peopleOf(onTarget));
}

function peopleOf(all: readonly Standing[]): Person[] {
  return all.map(({ person }) => person);
}

/** Of the newcomers `people`, who have these keys on the source. */
export async function census(
  rig: Rig,
  target: Side,
  people: readonly Person[],
  keys: readonly string[],
): Promise<Census> {
  const all = await standings(rig, target, people, keys);
  const alone = all.filter(({ linked }) => !linked);
  const parked = alone.filter(({ waiting }) => waiting);
  return {
    duplicates: duplicatesOf(rig, target, all),
    lost: alone.length - parked.length,
    parked: parked.length,
    needless: parked.filter(({ person }) => people.filter((one) => couldBe(person, one)).length === 1).length,
  };
}

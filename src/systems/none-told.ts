import { SideError } from '../domain/errors.ts';

/**
 * Some servers tell an empty list as an error (rule 2). An error is never an absence by itself; it is this server's
 * way of saying *none* only where control questions of the same minute, by the same method and filters, show it: one
 * that must be empty gets the same code and message, and one that must show somebody does. What was learned is
 * forgotten as soon as a control fails.
 */
export type NoneTold = { readonly code: string; readonly message: string; readonly at: number };

export type ToldEmpty = Pick<NoneTold, 'code' | 'message'>;

export type Controls = {
  /** A question that nobody can fit, with what it asked for. It has to be refused in the same words. */
  readonly empty: { ask(): Promise<unknown>; readonly asked: readonly string[] };
  /** A question that somebody known has to fit: whether it showed them, or that nobody at all is known to be there. */
  somebody(): Promise<boolean | 'nobody'>;
};

/** A control that is refused has shown nobody; trouble on the way is no answer at all. */
export function passOver(error: unknown): undefined {
  if (!(error instanceof SideError) || ['trouble', 'credentials', 'pace'].includes(error.facts.errorClass))
    throw error;
}

export type NoneTellerOptions = {
  readonly now: () => number;
  /** Gets what was learned, undefined when it was forgotten. */
  readonly onLearned?: ((learned: NoneTold | undefined) => void) | undefined;
  /** Whether a person has confirmed that nobody is there at all, where only an error in these words says so. */
  readonly isEmptyConfirmed?: ((told: ToldEmpty) => Promise<boolean>) | undefined;
};

const LEARNED_FOR_MS = 60_000;
/** Refusals that may mean *none*; trouble, credentials and pace are about the server, and bad requests about us. */
const MAY_MEAN_NONE = ['unknown', 'data', 'reference'];
/** No customer bears it: a document's claves are digits or short codes. */
export const IMPOSSIBLE = 'PUENTE-CONTROL-ZQXJ-0';

export class NoneTeller {
  readonly #options: NoneTellerOptions;
  readonly #learned = new Map<string, { control: Refusal; at: number }>();

  constructor(options: NoneTellerOptions) {
    this.#options = options;
  }

  /**
   * Whether this refusal of a question means that nobody fits it. `kind` names the method and the filters in use,
   * `asked` their values.
   * @throws SideError of a control that could not be asked
   */
  async meansNone(
    error: unknown,
    kind: string,
    asked: readonly string[],
    controls: Controls,
  ): Promise<boolean> {
    if (!(error instanceof SideError) || !MAY_MEAN_NONE.includes(error.facts.errorClass)) return false;
    const own = { facts: error.facts, asked };
    const before = this.#learned.get(kind);
    const ageMs = this.#options.now() - (before?.at ?? Number.NEGATIVE_INFINITY);
    if (before && inSameWords(own, before.control) && ageMs >= 0 && ageMs < LEARNED_FOR_MS) return true;
    const control = await refusal(controls.empty);
    if (control === undefined || !inSameWords(own, control)) return this.#isNot(kind);
    const told = { code: control.facts.code, message: without(control.facts.detail ?? '', control.asked) };
    const isShown = await controls.somebody();
    if (isShown === false) return this.#isNot(kind);
    // Nobody is there whom a control could show, so that only a person can tell it from an accident.
    if (isShown === 'nobody' && !(await this.#options.isEmptyConfirmed?.(told)))
      throw new SideError({ ...error.facts, toldEmpty: told });
    const at = this.#options.now();
    this.#learned.set(kind, { control, at });
    this.#options.onLearned?.({ ...told, at });
    return true;
  }

  #isNot(kind: string): false {
    this.forget(kind);
    return false;
  }

  /** A control has failed. */
  forget(kind: string): void {
    if (this.#learned.delete(kind)) this.#options.onLearned?.(undefined);
  }
}

/** A refusal, with the values of the question that it answers. */
type Refusal = { readonly facts: SideError['facts']; readonly asked: readonly string[] };

/** How a question was refused; undefined where it was answered. */
async function refusal({ ask, asked }: Controls['empty']): Promise<Refusal | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (error instanceof SideError && MAY_MEAN_NONE.includes(error.facts.errorClass))
      return { facts: error.facts, asked };
    throw error;
  }
}

/**
 * True when two questions were refused alike, each message being free to repeat what it was asked for. What either has
 * asked is taken out of both: a short value is a part of other words as well ("N" of "No se encontraron registros").
 */
function inSameWords(one: Refusal, other: Refusal): boolean {
  const asked = [one, other].flatMap(({ asked }) => [asked.join(','), ...asked]);
  const [own, others] = [one, other].map(
    ({ facts }) => `${facts.code} ${without(facts.detail ?? '', asked)}`,
  );
  return own === others;
}

/** The message without the values that were asked for. */
function without(message: string, asked: readonly string[]): string {
  return asked
    .filter((value) => value !== '')
    .sort((a, b) => b.length - a.length)
    .reduce((text, value) => text.replaceAll(value, ''), message)
    .replace(/\s+/g, ' ')
    .trim();
}

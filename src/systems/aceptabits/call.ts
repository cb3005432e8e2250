import type { Answer, Reading } from '../answer.ts';
import type { Turn } from '../http.ts';
import type { Parameters } from './wire-forms.ts';

/** The contract's maximum. */
export const PAGE_MAX = 100;
/** How often a small list is read again when its pages shift while they are read. */
export const ATTEMPTS_MAX = 3;

/** One request to a method of Aceptabits. */
export type Call = <T>(
  path: string,
  request: {
    /** Of a list. */
    query?: Parameters;
    /** Of a single record. */
    parameters?: Parameters;
    json?: unknown;
    ofCustomer?: boolean;
    mayStillSend?: (() => boolean) | undefined;
    turn?: Turn | undefined;
  },
  read: (answer: Answer) => Reading<T>,
) => Promise<T>;

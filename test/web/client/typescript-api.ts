/** TypeScript 7 has no API in JavaScript yet, and the generator of types needs one: that of a TypeScript before it. */
export { ts as default } from '@ts-morph/common';

/** The floor of a start: Node runs a file of TypeScript that says one word. */
const word: string = 'ready';
console.log(word);

/**
 * An `import` of `node:http` reads everything that it exports, and three of its names load the whole of undici: 40 ms of a
 * start and 4 MB, for nobody. They stay where they are, and are only no longer among what an import reads. To be imported
 * before anything else.
 */
const http = process.getBuiltinModule('node:http');

// Where a Node does not let them be changed, they are loaded as ever.
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent'])
  Reflect.defineProperty(http, name, { enumerable: false });

// What Node gets as batonpass/client; browsers get ../index.ts, which knows no module of Node. A name exported here stands before its like there.
export * from '../index.ts';
export { connectBaton } from './connect-on-node.ts';

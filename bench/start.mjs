// From starting the program to its first answered request: on a new data folder, and on an existing one (limit: 2 s).
import { Server } from '../tests/browser/support.mjs';

const options = process.argv.slice(2);
const rounds = options.includes('--quick') ? 3 : 7;
const once = async (server) => {
  const begin = performance.now();
  await server.start();
  const answer = await fetch(`${server.address}/readyz`);
  if (!answer.ok) throw new Error(`not ready: ${answer.status}`);
  return performance.now() - begin;
};
const server = new Server();
const first = await once(server);
await server.stop();
const again = [];
for (let i = 0; i < rounds; i += 1) {
  again.push(await once(server));
  await server.stop();
}
server.remove();
again.sort((a, b) => a - b);
const figures = { 'new data folder ms': Math.round(first), 'existing data folder, median ms': Math.round(again[Math.floor(rounds / 2)]), 'existing data folder, slowest ms': Math.round(again.at(-1)), 'limit ms': 2000 };
if (options.includes('--json')) console.log(JSON.stringify(figures));
else for (const [name, value] of Object.entries(figures)) console.log(name.padEnd(40), value);
process.exit(options.includes('--check') && figures['existing data folder, slowest ms'] > 2000 ? 1 : 0);

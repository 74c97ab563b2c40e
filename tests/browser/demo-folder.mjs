// Makes a data folder with the demo, stops the program that made it, and prints the folder: what TENZIJ_DEMO_FOLDER names.
// The folder is rubbish once the process given as argument, the one that asked for it, has ended.
import { Server } from './support.mjs';

const server = new Server([], Number(process.argv[2] ?? process.ppid));
await server.start();
const code = await server.stop();
if (code !== 0) throw new Error(`the server ended with ${code}:\n${server.output}`);
console.log(server.data);

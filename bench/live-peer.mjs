// The peer: what one writes in an afternoon with socket.io. Scores in memory, and per tick of 100 ms one message to all.
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false, serveClient: false });
const rooms = new Map();
const room = (name) => rooms.get(name) ?? rooms.set(name, { scores: new Map(), changed: false }).get(name);
io.on('connection', (socket) => {
  const { room: name, seat } = socket.handshake.query;
  void socket.join(name);
  socket.emit('count', { scored: room(name).scores.size });
  socket.on('vote', ({ round, level }, done) => {
    const here = room(name);
    if (here.round !== round) Object.assign(here, { round, scores: new Map() });
    here.scores.set(seat, level);
    here.changed = true;
    done();
  });
});
setInterval(() => {
  for (const [name, here] of rooms) {
    if (!here.changed) continue;
    here.changed = false;
    io.to(name).emit('count', { scored: here.scores.size, round: here.round });
  }
}, 100);
http.listen(0, '127.0.0.1', () => process.stdout.write(`port ${http.address().port}\n`));

// The load: lines that are read by hand (a library's client would cost more than what is measured), and the votes.
import { connect } from 'node:net';
import { request, Agent } from 'node:http';
import { WebSocket } from 'ws';

// One phone at Tenzij: a raw socket that reads server-sent events and comes back when the line breaks.
export class Phone {
  constructor(port, cookie, onCount) {
    Object.assign(this, { port, cookie, onCount, states: 0, bytes: 0 });
  }
  open() {
    this.closed = false;
    this.buffer = '';
    this.retry ??= 1000;
    this.socket = connect(this.port, '127.0.0.1', () => {
      this.socket.write(`GET /api/v1/seat/live HTTP/1.1\r\nHost: 127.0.0.1:${this.port}\r\nAccept: text/event-stream\r\nCookie: ${this.cookie}\r\n\r\n`);
    });
    this.socket.setNoDelay(true);
    this.socket.on('data', (chunk) => this.read(chunk));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.live = false;
      if (!this.closed) setTimeout(() => this.open(), this.retry + Math.random() * 200);
    });
  }
  read(chunk) {
    this.bytes += chunk.length;
    this.buffer += chunk.toString('latin1');
    // Refused for now (more ask at once than may wait): away, and again after a moment, as the page does.
    if (this.buffer.startsWith('HTTP/1.1 5')) return void this.socket.destroy();
    for (let end = this.buffer.indexOf('\n\n'); end >= 0; end = this.buffer.indexOf('\n\n')) {
      const event = this.buffer.slice(0, end);
      this.buffer = this.buffer.slice(end + 2);
      const retry = /retry: (\d+)/.exec(event);
      if (retry) this.retry = Number(retry[1]);
      if (!event.includes('event: state')) continue;
      this.states += 1;
      this.live = true;
      const count = /"scored":(\d+)/.exec(event);
      if (count) this.onCount(this, Number(count[1]));
    }
  }
  close() {
    this.closed = true;
    this.socket.destroy();
  }
}

export const agent = new Agent({ keepAlive: true, maxSockets: 32 });

export function call(port, method, path, { body, cookie, headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const out = request({ host: '127.0.0.1', port, method, path: `/api/v1${path}`, agent, headers: { ...(cookie ? { Cookie: cookie } : {}), ...(text ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) } : { 'Content-Length': 0 }), ...headers } }, (answer) => {
      let all = '';
      answer.on('data', (chunk) => (all += chunk));
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: all, json: () => JSON.parse(all) }));
    });
    out.on('error', reject);
    out.end(text);
  });
}

// One phone at the peer: websocket frames of socket.io's protocol, without its client.
export class PeerPhone {
  constructor(port, room, seat, onCount) {
    Object.assign(this, { port, room, seat, onCount, waiting: new Map(), next: 0, live: false });
  }
  open() {
    this.socket = new WebSocket(`ws://127.0.0.1:${this.port}/socket.io/?EIO=4&transport=websocket&room=${this.room}&seat=${this.seat}`, { perMessageDeflate: false });
    this.socket.on('message', (data) => {
      const text = data.toString('latin1');
      if (text[0] === '0') this.socket.send('40');
      else if (text === '2') this.socket.send('3');
      else if (text.startsWith('43')) {
        const id = Number(/^43(\d+)/.exec(text)[1]);
        this.waiting.get(id)?.();
        this.waiting.delete(id);
      } else if (text.startsWith('42')) {
        this.live = true;
        this.onCount(this, Number(/"scored":(\d+)/.exec(text)[1]));
      }
    });
  }
  vote(round, level) {
    return new Promise((resolve) => {
      const id = (this.next += 1);
      this.waiting.set(id, resolve);
      this.socket.send(`42${id}["vote",{"round":${round},"level":${level}}]`);
    });
  }
  close() {
    this.socket.close();
  }
}

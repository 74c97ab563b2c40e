// Takes mail and keeps the Message-IDs, a line each. Usage: node bench/smtp-sink.mjs FILE COUNT; prints its port, ends after COUNT mails.
import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { SMTPServer } = createRequire(new URL('../web/package.json', import.meta.url))('smtp-server');
const [file, count] = process.argv.slice(2);
let taken = 0;
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, session, done) {
    let head = '';
    stream.on('data', (bytes) => {
      if (head.length < 10_000) head += bytes.toString('latin1');
    });
    stream.on('end', () => {
      appendFileSync(file, `${/^Message-ID: (.*)$/im.exec(head)?.[1]?.trim() ?? 'none'}\n`);
      taken += 1;
      // What came twice would come right behind.
      if (taken === Number(count)) setTimeout(() => process.exit(0), 1000);
      done();
    });
  },
});
server.on('error', () => undefined);
server.listen(0, '127.0.0.1', () => console.log(server.server.address().port));

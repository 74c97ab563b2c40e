// Where tests keep their data: in memory where there is room, because a disk takes long to give back what they held.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

// A file system in memory says how large it may become, not whether the machine has memory left for it.
function roomy() {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    const left = Number(/MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))[1]) * 1024;
    return Math.min(bavail * bsize, left) > 6 * 2 ** 30;
  } catch {
    return false;
  }
}

const temporary = roomy() ? '/dev/shm' : '/tmp';

function alive(owner) {
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

// What a killed test left behind goes; the names hold the process they belong to.
function removeLeftBehind() {
  for (const folder of ['/dev/shm', '/tmp']) {
    for (const name of readdirSync(folder)) {
      const owner = /^tenzij[ -][a-z]+[ -](\d+)-\w{6}$/.exec(name)?.[1];
      if (owner && !alive(Number(owner))) rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

// A new folder that another account may pass through; `owner` is the process whose end makes it rubbish.
export function temporaryFolder(name, owner = process.pid) {
  removeLeftBehind();
  const folder = mkdtempSync(join(temporary, `${name}${owner}-`));
  chmodSync(folder, 0o711);
  return folder;
}

// Where tests keep their data: in memory where there is room, because a disk takes long to give back what they held.
import { statfsSync } from 'node:fs';

function roomy() {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > 6 * 2 ** 30;
  } catch {
    return false;
  }
}

export const temporary = roomy() ? '/dev/shm' : '/tmp';

import { merge, type Tree } from './words';

export const words = merge(
  Object.values(import.meta.glob<Tree>(['./nl.json', '../features/*/nl.json'], { eager: true, import: 'default' })),
);

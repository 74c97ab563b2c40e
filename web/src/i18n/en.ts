import { merge, type Tree } from './words';

export const words = merge(
  Object.values(import.meta.glob<Tree>(['./en.json', '../features/*/en.json'], { eager: true, import: 'default' })),
);

// A screen that is loaded when somebody goes there.
import { lazy, type ReactNode } from 'react';

export const page = <K extends string>(load: () => Promise<Record<K, () => ReactNode>>, name: K) =>
  lazy(async () => ({ default: (await load())[name] }));

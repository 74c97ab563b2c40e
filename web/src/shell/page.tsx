// A page that is loaded when somebody goes there, and one that asks a right.
import { lazy, type ReactNode } from 'react';
import { Guard } from './Guard';

export const page = <K extends string>(load: () => Promise<Record<K, () => ReactNode>>, name: K) =>
  lazy(async () => ({ default: (await load())[name] }));

export const guarded = (right: string, content: ReactNode) => <Guard right={right}>{content}</Guard>;

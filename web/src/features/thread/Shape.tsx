// Shapes of kinds and patterns of themes: told by form, not by colour alone.
import type { ReactNode } from 'react';
import { useNames } from '../../ui/names';
import type { Box } from './layout';

const patterns: Record<string, ReactNode> = {
  climate: <path d="M0 6L6 0" />,
  environment: <circle cx="3" cy="3" r="1.3" />,
  circular: <path d="M0 3H6" />,
  supply_chain: <path d="M3 0V6M0 3H6" />,
  diversity: <path d="M0 0L6 6M6 0L0 6" />,
  social_return: <path d="M3 0V6" />,
};

const known = (theme: string) => (theme in patterns ? theme : 'none');

export function Patterns() {
  return (
    <defs>
      {Object.entries(patterns).map(([theme, drawn]) => (
        <pattern
          key={theme}
          id={`theme-${theme}`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          className={`pattern hue--${theme}`}
        >
          <rect width="6" height="6" />
          {drawn}
        </pattern>
      ))}
    </defs>
  );
}

// The themes of a record as a strip at its left: one colour and pattern each.
export function stripeOf(themes: string[], box: Pick<Box, 'x' | 'y' | 'height'>) {
  const shown = themes.slice(0, 6);
  const part = (box.height - 8) / Math.max(1, shown.length);
  return shown.map((theme, i) => (
    <rect
      key={theme}
      className={`stripe hue--${known(theme)}`}
      fill={known(theme) === 'none' ? undefined : `url(#theme-${theme})`}
      x={box.x + 4}
      y={box.y + 4 + i * part}
      width={9}
      height={part}
    />
  ));
}

// Centred on its place, 9 pixels wide.
const outlines: Record<string, string> = {
  square: 'M-4 -4H4V4H-4Z',
  circle: 'M-4.5 0A4.5 4.5 0 1 0 4.5 0A4.5 4.5 0 1 0 -4.5 0Z',
  diamond: 'M0 -5L5 0L0 5L-5 0Z',
  triangle: 'M0 -5L5 4H-5Z',
  hexagon: 'M-2.5 -4.5H2.5L5 0L2.5 4.5H-2.5L-5 0Z',
  flag: 'M-4 -5H4L2 -1.5L4 2H-3V5H-4Z',
  bar: 'M-5 1H-2V5H-5ZM-1 -2H2V5H-1ZM3 -5H5V5H3Z',
  star: 'M0 -5L1.5 -1.5L5 -1.5L2.3 0.8L3.2 4.5L0 2.3L-3.2 4.5L-2.3 0.8L-5 -1.5L-1.5 -1.5Z',
};

export function Shape({ shape, x, y }: { shape: string; x: number; y: number }) {
  return (
    <path className="shape" d={outlines[shape] ?? outlines.square} transform={`translate(${String(x)} ${String(y)})`} />
  );
}

export function Legend({ themes }: { themes: string[] }) {
  const names = useNames();
  return (
    <ul className="legend" aria-hidden="true">
      {themes.map((theme) => (
        <li key={theme}>
          <svg width="14" height="14">
            <rect className={`stripe hue--${known(theme)}`} fill={`url(#theme-${theme})`} width="14" height="14" />
          </svg>
          {names.theme(theme)}
        </li>
      ))}
    </ul>
  );
}

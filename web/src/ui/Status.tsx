// Status is shape, colour and word, the same in every room and in grey print.
import type { ReactNode } from 'react';

export type Kind = 'open' | 'proposed' | 'applied' | 'unless' | 'late' | 'done' | 'plain';

// Each recognised by its outline alone: an open ring, a ring with a question, a filled disc with a tick, a crossed square, a filled
// triangle with a mark.
const shapes: Record<Kind, ReactNode> = {
  open: <circle cx="8" cy="8" r="6" fill="none" strokeWidth="2" />,
  proposed: (
    <>
      <circle cx="8" cy="8" r="6" fill="none" strokeWidth="2" strokeDasharray="3 2" />
      <path d="M6.3 6.4a1.8 1.8 0 1 1 2.4 1.7c-.5.2-.7.5-.7 1M8 11.2v.6" fill="none" strokeWidth="1.5" />
    </>
  ),
  applied: (
    <>
      <circle cx="8" cy="8" r="7" className="status__fill" />
      <path d="M4.6 8.3l2.3 2.3 4.4-4.9" fill="none" strokeWidth="2" className="status__mark" />
    </>
  ),
  unless: (
    <>
      <rect x="2" y="2" width="12" height="12" fill="none" strokeWidth="2" />
      <path d="M4 12L12 4" strokeWidth="2" />
    </>
  ),
  late: (
    <>
      <path d="M8 1.5L15 14H1z" className="status__fill" />
      <path d="M8 6v4M8 11.6v1" strokeWidth="1.8" className="status__mark" />
    </>
  ),
  done: <path d="M2.5 8.5l3.6 3.6 7.4-8" fill="none" strokeWidth="2.4" />,
  plain: <rect x="3" y="6.5" width="10" height="3" className="status__fill" />,
};

export function Status({ kind, children }: { kind: Kind; children: ReactNode }) {
  return (
    <span className={`status status--${kind}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {shapes[kind]}
      </svg>
      {children}
    </span>
  );
}

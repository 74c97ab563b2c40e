// Cuts a text into plain and marked pieces. Offsets are characters (code points), as the server counts them.
export interface Span {
  start: number;
  end: number;
  id: string;
}

export interface Piece {
  text: string;
  ids: string[]; // spans that cover this piece; empty for plain text
}

export function cut(text: string, spans: Span[]): Piece[] {
  const characters = Array.from(text);
  const edges = new Set([0, characters.length]);
  for (const span of spans) {
    edges.add(Math.max(0, Math.min(span.start, characters.length)));
    edges.add(Math.max(0, Math.min(span.end, characters.length)));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const [from, to] = [sorted[i] as number, sorted[i + 1] as number];
    pieces.push({
      text: characters.slice(from, to).join(''),
      ids: spans.filter((span) => span.start <= from && span.end >= to).map((span) => span.id),
    });
  }
  return pieces;
}

// Where everything of the picture stands: boxes in columns, ribbons between them. Only arithmetic, so that it can be tested.
import type { By, Picture, PictureColumn, PictureNode } from './asked';

export type BoxKind = 'node' | 'rest' | 'passed' | 'gaps' | 'outside';

export interface Box {
  key: string;
  kind: BoxKind;
  column: number;
  x: number;
  y: number;
  width: number;
  height: number;
  count: number; // of everything but a node
  node?: PictureNode;
}

export interface Ribbon {
  key: string;
  upper: string;
  lower: string;
  suggested: boolean;
  inside: boolean; // between two of one column
  path: string;
  purchases: number;
  cents: number;
}

export interface Layout {
  width: number;
  height: number;
  columns: (PictureColumn & { x: number; width: number })[];
  boxes: Box[];
  ribbons: Ribbon[];
}

export const boxWidth = 132;
export const headHeight = 100;
const leastGap = 40;
const lowest = 48;
const small = 26;
const between = 7;
const spread = 150; // pixels that the fullest column has for the size of what stands in it
const thinnest = 2;

const weigh = (node: PictureNode, by: By) => {
  if (node.column > 5) return 0;
  if (by === 'euro') return node.valueCents;
  return node.column === 5 ? node.records : node.purchases;
};

const around = (box: Box) => box.y + box.height / 2;

interface Flow {
  upper: string;
  lower: string;
  suggested: boolean;
  size: number;
  purchases: number;
  cents: number;
}

function flowsOf(picture: Picture, by: By): Flow[] {
  return picture.links.flatMap((link) => {
    const one = (suggested: boolean, pairs: number, purchases: number, cents: number) =>
      pairs > 0
        ? [
            {
              upper: link.upper,
              lower: link.lower,
              suggested,
              size: by === 'euro' ? cents : purchases,
              purchases,
              cents,
            },
          ]
        : [];
    return [
      ...one(false, link.confirmed, link.confirmedPurchases, link.confirmedCents),
      ...one(true, link.suggested, link.suggestedPurchases, link.suggestedCents),
    ];
  });
}

// What stands in a column, from above: its records, what passes it by, what is missing, what hangs elsewhere.
function boxesOf(picture: Picture, by: By, scale: number): Box[] {
  return picture.columns.flatMap((column) => {
    const extra = (kind: BoxKind, count: number): Box[] =>
      count > 0
        ? [
            {
              key: `${kind}:${String(column.column)}`,
              kind,
              column: column.column,
              x: 0,
              y: 0,
              width: boxWidth,
              height: small,
              count,
            },
          ]
        : [];
    const nodes = picture.nodes
      .filter((node) => node.column === column.column)
      .map<Box>((node) => ({
        key: node.key,
        kind: node.id ? 'node' : 'rest',
        column: node.column,
        x: 0,
        y: 0,
        width: boxWidth,
        height: (node.id ? lowest : small) + weigh(node, by) * scale,
        count: node.records,
        node,
      }));
    return [
      ...nodes,
      ...extra('passed', column.passed + column.passedSuggested),
      ...extra('gaps', column.gaps),
      ...extra('outside', column.outside),
    ];
  });
}

// Records stand near what they hang on; the rest and what is no record stays below.
function place(boxes: Box[], flows: Flow[], columns: Layout['columns']) {
  const known = new Map(boxes.map((box) => [box.key, box]));
  for (const column of columns) {
    const here = boxes.filter((box) => box.column === column.column);
    const wish = new Map<string, number>();
    for (const box of here) {
      const above = flows
        .filter((flow) => flow.lower === box.key && known.get(flow.upper)?.column !== box.column)
        .flatMap((flow) => known.get(flow.upper) ?? []);
      if (box.kind === 'node' && above.length > 0)
        wish.set(box.key, above.reduce((sum, each) => sum + around(each), 0) / above.length);
    }
    const rank = (box: Box) => (box.kind === 'node' ? (wish.get(box.key) ?? 1e6) : 2e6);
    const ordered = here.map((box, i) => ({ box, i })).sort((a, b) => rank(a.box) - rank(b.box) || a.i - b.i);
    let y = headHeight;
    for (const { box } of ordered) {
      box.x = column.x;
      box.y = y;
      y += box.height + between;
    }
  }
}

const curve = (x1: number, y1: number, x2: number, y2: number) => {
  const middle = (x1 + x2) / 2;
  return `C${String(middle)} ${String(y1)} ${String(middle)} ${String(y2)} ${String(x2)} ${String(y2)}`;
};

const band = (x1: number, y1: number, w1: number, x2: number, y2: number, w2: number) =>
  `M${String(x1)} ${String(y1)}${curve(x1, y1, x2, y2)}L${String(x2)} ${String(y2 + w2)}${curve(x2, y2 + w2, x1, y1 + w1)}Z`;

// The way of a ribbon: its ends, and between them what says that it passes a column by.
function ways(flows: Flow[], known: Map<string, Box>, columns: Layout['columns']) {
  return flows.flatMap((flow) => {
    const upper = known.get(flow.upper);
    const lower = known.get(flow.lower);
    if (!upper || !lower) return [];
    const passed = columns
      .filter((column) => column.column > upper.column && column.column < lower.column)
      .flatMap((column) => known.get(`passed:${String(column.column)}`) ?? []);
    return [{ flow, stops: [upper, ...passed, lower] }];
  });
}

// Per side of a box its ribbons from above, each with its share of the side.
function sides(all: ReturnType<typeof ways>, scale: number) {
  const ends = new Map<string, { at: string; other: number; size: number }[]>();
  all.forEach(({ flow, stops }, i) => {
    if (flow.size < 0 || stops[0]?.column === stops.at(-1)?.column) return;
    for (let step = 0; step + 1 < stops.length; ++step) {
      const [a, b] = [stops[step], stops[step + 1]];
      if (!a || !b) continue;
      const size = Math.max(thinnest, flow.size * scale);
      for (const [side, other, key] of [
        ['right', b, a.key],
        ['left', a, b.key],
      ] as const) {
        const name = `${side}:${key}`;
        ends.set(name, [...(ends.get(name) ?? []), { at: `${String(i)}:${String(step)}`, other: around(other), size }]);
      }
    }
  });
  return ends;
}

export function layout(picture: Picture, by: By, room: number): Layout {
  const count = picture.columns.length;
  const width = Math.max(room, count * boxWidth + (count - 1) * leastGap);
  const gap = count > 1 ? (width - count * boxWidth) / (count - 1) : 0;
  const columns = picture.columns.map((column, i) => ({ ...column, x: i * (boxWidth + gap), width: boxWidth }));
  const sums = columns.map((column) =>
    picture.nodes.filter((node) => node.column === column.column).reduce((sum, node) => sum + weigh(node, by), 0),
  );
  const scale = spread / Math.max(1, ...sums);
  const flows = flowsOf(picture, by);
  const boxes = boxesOf(picture, by, scale);
  place(boxes, flows, columns);
  const known = new Map(boxes.map((box) => [box.key, box]));
  const all = ways(flows, known, columns);
  const spots = new Map<string, { y: number; size: number }>();
  for (const [name, list] of sides(all, scale)) {
    const box = known.get(name.slice(name.indexOf(':') + 1));
    if (!box) continue;
    const wanted = list.reduce((sum, each) => sum + each.size, 0);
    const shrink = Math.min(1, (box.height - 4) / wanted);
    let y = box.y + (box.height - wanted * shrink) / 2;
    for (const each of list.sort((a, b) => a.other - b.other)) {
      spots.set(`${name}|${each.at}`, { y, size: each.size * shrink });
      y += each.size * shrink;
    }
  }
  const ribbons = all.map<Ribbon>(({ flow, stops }, i) => {
    const parts: string[] = [];
    const inside = stops.length === 2 && stops[0]?.column === stops[1]?.column;
    for (let step = 0; step + 1 < stops.length; ++step) {
      const [a, b] = [stops[step], stops[step + 1]];
      if (!a || !b) continue;
      if (inside) {
        const out = a.x - 12;
        parts.push(
          `M${String(a.x)} ${String(around(a))}C${String(out)} ${String(around(a))} ${String(out)} ${String(around(b))} ${String(b.x)} ${String(around(b))}`,
        );
        continue;
      }
      const at = `${String(i)}:${String(step)}`;
      const right = spots.get(`right:${a.key}|${at}`);
      const left = spots.get(`left:${b.key}|${at}`);
      if (!right || !left) continue;
      parts.push(band(a.x + a.width, right.y, right.size, b.x, left.y, left.size));
    }
    return {
      key: `${flow.upper}>${flow.lower}${flow.suggested ? '?' : ''}`,
      upper: flow.upper,
      lower: flow.lower,
      suggested: flow.suggested,
      inside,
      path: parts.join(''),
      purchases: flow.purchases,
      cents: flow.cents,
    };
  });
  const height = Math.max(headHeight, ...boxes.map((box) => box.y + box.height)) + 4;
  return { width, height, columns, boxes, ribbons };
}

// What hangs together with one box, upwards and downwards: it stays when the rest fades.
export function pathOf(key: string, ribbons: Pick<Ribbon, 'upper' | 'lower'>[]): Set<string> {
  const out = new Set([key]);
  for (const down of [true, false]) {
    const open = [key];
    for (let at = open.pop(); at !== undefined; at = open.pop())
      for (const ribbon of ribbons) {
        const [from, to] = down ? [ribbon.upper, ribbon.lower] : [ribbon.lower, ribbon.upper];
        if (from !== at || out.has(`${String(down)}${to}`)) continue;
        out.add(`${String(down)}${to}`);
        out.add(to);
        open.push(to);
      }
  }
  return out;
}

// The box that an arrow key leads to: up and down in a column, left and right along a ribbon, or else to the nearest.
export function next(from: Box, arrow: 'up' | 'down' | 'left' | 'right', all: Layout): Box | undefined {
  const column = (of: number) => all.boxes.filter((box) => box.column === of).sort((a, b) => a.y - b.y);
  if (arrow === 'up' || arrow === 'down') {
    const here = column(from.column);
    return here[here.indexOf(from) + (arrow === 'down' ? 1 : -1)];
  }
  const order = all.columns.map((each) => each.column);
  const other = order[order.indexOf(from.column) + (arrow === 'right' ? 1 : -1)];
  if (other === undefined) return undefined;
  const there = column(other);
  const linked = there.filter((box) =>
    all.ribbons.some((ribbon) =>
      arrow === 'right'
        ? ribbon.upper === from.key && ribbon.lower === box.key
        : ribbon.lower === from.key && ribbon.upper === box.key,
    ),
  );
  return [...(linked.length > 0 ? linked : there)].sort(
    (a, b) => Math.abs(around(a) - around(from)) - Math.abs(around(b) - around(from)),
  )[0];
}

// A title in at most two lines.
export function lines(title: string, most: number): string[] {
  const out: string[] = [];
  let line = '';
  for (const word of title.split(/\s+/)) {
    if (line && line.length + word.length + 1 > most) {
      out.push(line);
      line = word;
    } else line = line ? `${line} ${word}` : word;
  }
  if (line) out.push(line);
  const cut = (text: string) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  if (out.length <= 2) return out.map(cut);
  return [cut(out[0] ?? ''), `${(out[1] ?? '').slice(0, most - 1)}…`];
}

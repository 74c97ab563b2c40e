// The thread drawn: columns with boxes and ribbons. Pointing at a box lights what hangs together with it, choosing it asks for that only.
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from '../../i18n/say';
import { Link } from 'react-router';
import { word } from '../../i18n';
import { shortEuros } from '../../format';
import { useNames } from '../../ui/names';
import { purchaseColumn, usePages, type Asked, type Picture } from './asked';
import { ColumnHead } from './ColumnHead';
import { layout, lines, next, pathOf, type Box, type Layout, type Ribbon } from './layout';
import { Patterns, Shape, stripeOf } from './Shape';

const arrows: Record<string, 'up' | 'down' | 'left' | 'right'> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

// What a record says in figures, short for the picture and whole for who listens.
export function useWords() {
  const { t } = useTranslation();
  const figures = (box: Box) => {
    const node = box.node;
    if (!node) return [];
    const asked = node.column >= purchaseColumn;
    return [
      !asked && node.purchases > 0 ? t('thread.count.purchases', { count: node.purchases }) : '',
      node.column <= purchaseColumn && node.valueCents > 0 ? shortEuros(node.valueCents) : '',
      node.column === purchaseColumn && node.requirements > 0
        ? t('thread.count.requirements', { count: node.requirements })
        : '',
      !asked && node.suggested > 0 ? t('thread.count.suggested', { count: node.suggested }) : '',
      node.gaps > 0 ? t('thread.count.gaps', { count: node.gaps }) : '',
    ].filter(Boolean);
  };
  return { figures };
}

function RibbonPath({
  ribbon,
  colour,
  faded,
  title,
}: {
  ribbon: Ribbon;
  colour: string;
  faded: boolean;
  title: string;
}) {
  const kind = ribbon.inside ? 'inside' : ribbon.suggested ? 'suggested' : 'confirmed';
  return (
    <path
      d={ribbon.path}
      className={`ribbon ribbon--${kind} ${colour}${faded ? ' is-faded' : ''}`}
      data-upper={ribbon.upper}
      data-lower={ribbon.lower}
      data-state={ribbon.suggested ? 'suggested' : 'confirmed'}
    >
      <title>{title}</title>
    </path>
  );
}

interface BoxProps {
  box: Box;
  asked: Asked;
  drawing: Layout;
  active: boolean;
  faded: boolean;
  onPoint: (key: string | null) => void;
  onReach: (key: string) => void;
}

function BoxLink({ box, asked, drawing, active, faded, onPoint, onReach }: BoxProps) {
  const { t } = useTranslation();
  const names = useNames();
  const { page, shape } = usePages();
  const { figures } = useWords();
  const node = box.node;
  const column = drawing.columns.find((each) => each.column === box.column);
  const said = figures(box);
  const focused = asked.query.from === box.key;
  const title = node?.id ? node.title || t('thread.noTitle') : t(word('thread.box', box.kind), { count: box.count });
  const to = !node?.id
    ? asked.rows(box.kind as 'rest' | 'passed' | 'gaps' | 'outside', { column: box.column })
    : focused
      ? (page(node) ?? asked.focus(null))
      : asked.focus(box.key);
  const label = [
    `${t(word('thread.column', column?.name ?? 'policy'))}: ${title}`,
    node?.id && node.reach === 'suggested' ? t('thread.onlySuggested') : '',
    ...(node?.themes.map((theme) => names.theme(theme)) ?? []),
    ...(node?.id ? said : []),
  ];
  const shown = node?.id ? lines(title, 19) : [title];
  return (
    <Link
      to={to}
      tabIndex={active ? 0 : -1}
      className={`box box--${box.kind}${node?.reach === 'suggested' ? ' box--suggested' : ''}${focused ? ' box--focus' : ''}${faded ? ' is-faded' : ''}`}
      aria-description={label.filter(Boolean).join(', ')}
      aria-current={focused ? 'true' : undefined}
      data-key={box.key}
      onMouseEnter={() => onPoint(box.key)}
      onMouseLeave={() => onPoint(null)}
      onFocus={() => {
        onReach(box.key);
        onPoint(box.key);
      }}
      onBlur={() => onPoint(null)}
    >
      <rect x={box.x} y={box.y} width={box.width} height={box.height} rx={4} />
      {node?.id && stripeOf(node.themes, box)}
      {node?.id && <Shape shape={shape(node.kind)} x={box.x + box.width - 12} y={box.y + 11} />}
      {box.kind === 'gaps' && <circle className="box__end" cx={box.x + 8} cy={box.y + box.height / 2} r={5} />}
      {shown.map((line, i) => (
        <text
          key={line + String(i)}
          x={box.x + (box.kind === 'node' || box.kind === 'gaps' ? 18 : 8)}
          y={box.y + 15 + i * 13}
        >
          {line}
        </text>
      ))}
      {node?.id && said.length > 0 && (
        <text className="box__figure" x={box.x + 18} y={box.y + 15 + shown.length * 13}>
          {lines(said.join(' · '), 21)[0]}
        </text>
      )}
      {node?.id && node.gaps > 0 && (
        <circle className="box__end" cx={box.x + box.width} cy={box.y + box.height / 2} r={5} />
      )}
    </Link>
  );
}

// How wide the picture may be.
function useRoom(): [React.RefObject<HTMLDivElement | null>, number] {
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const watch = new ResizeObserver(() => setRoom(element.clientWidth));
    watch.observe(element);
    setRoom(element.clientWidth);
    return () => watch.disconnect();
  }, []);
  return [box, room];
}

export function Drawing({ picture, asked }: { picture: Picture; asked: Asked }) {
  const { t } = useTranslation();
  const [holder, room] = useRoom();
  const svg = useRef<SVGSVGElement>(null);
  const [pointed, setPointed] = useState<string | null>(null);
  const [reached, setReached] = useState<string | null>(null);
  const chosen = useRef(false);
  const drawing = layout(picture, asked.query.by, room);
  const known = new Map(drawing.boxes.map((box) => [box.key, box]));
  const lit = pointed && known.has(pointed) ? pathOf(pointed, drawing.ribbons) : null;
  const from = asked.query.from;
  const active =
    (reached && known.has(reached) ? reached : from && known.has(from) ? from : drawing.boxes[0]?.key) ?? null;
  const reach = (key: string) => svg.current?.querySelector<SVGAElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
  // Whoever chose a box with the keyboard goes on from there.
  useEffect(() => {
    if (!chosen.current || !from) return;
    chosen.current = false;
    reach(from);
  }, [from, picture]);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = known.get((event.target as Element).getAttribute('data-key') ?? '');
    if (!at) return;
    if (event.key === 'Enter') chosen.current = true;
    const arrow = arrows[event.key];
    const to = arrow ? next(at, arrow, drawing) : undefined;
    if (!arrow) return;
    event.preventDefault();
    if (to) reach(to.key);
  };
  const theme = (key: string) => known.get(key)?.node?.themes ?? [];
  const colour = (ribbon: Ribbon) => {
    const [only] = theme(ribbon.lower).length === 1 ? theme(ribbon.lower) : theme(ribbon.upper);
    return only ? `hue--${only}` : 'hue--none';
  };
  const named = (key: string) => known.get(key)?.node?.title || t('thread.others');
  return (
    <div ref={holder} className="scroll picture">
      {room > 0 && (
        <svg
          ref={svg}
          width={drawing.width}
          height={drawing.height}
          viewBox={`0 0 ${String(drawing.width)} ${String(drawing.height)}`}
          role="group"
          aria-label={t('thread.chart')}
          aria-describedby="thread-keys"
          onKeyDown={onKeyDown}
        >
          <Patterns />
          {drawing.columns.map((column) => (
            <ColumnHead key={column.column} column={column} asked={asked} />
          ))}
          <g aria-hidden="true">
            {drawing.ribbons.map((ribbon) => (
              <RibbonPath
                key={ribbon.key}
                ribbon={ribbon}
                colour={colour(ribbon)}
                faded={lit !== null && !(lit.has(ribbon.upper) && lit.has(ribbon.lower))}
                title={`${named(ribbon.upper)} → ${named(ribbon.lower)}${ribbon.suggested ? ` (${t('thread.suggestedWord')})` : ''}`}
              />
            ))}
          </g>
          {drawing.boxes.map((box) => (
            <BoxLink
              key={box.key}
              box={box}
              asked={asked}
              drawing={drawing}
              active={box.key === active}
              faded={lit !== null && !lit.has(box.key)}
              onPoint={setPointed}
              onReach={setReached}
            />
          ))}
        </svg>
      )}
    </div>
  );
}

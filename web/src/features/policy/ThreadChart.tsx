// The flow from documents to goals as a Sankey, from the same answer as the list under it; a click opens the record.
import { SankeyChart } from 'echarts/charts';
import { AriaComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { nodeLink, type Thread } from './threadTree';

register([SankeyChart, AriaComponent, SVGRenderer]);

const shorten = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

export function ThreadChart({ thread }: { thread: Thread }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current) return undefined;
    // Room for every name: the fullest column decides.
    const rows = Math.max(
      ...['document', 'goal', 'notice', 'ambition'].map(
        (kind) => thread.nodes.filter((node) => node.kind === kind).length,
      ),
    );
    box.current.style.blockSize = `${String(Math.max(16, Math.min(60, rows * 1.6)))}rem`;
    const chart = init(box.current, null, { renderer: 'svg' });
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const narrow = box.current.clientWidth < 700;
    const colours: Record<string, string> = {
      document: colour('--tz-sun'),
      goal: colour('--tz-brand'),
      notice: colour('--tz-line-strong'),
      ambition: colour('--tz-ambition'),
    };
    chart.setOption({
      animation: false,
      aria: { enabled: true },
      series: [
        {
          type: 'sankey',
          left: 0,
          right: narrow ? 90 : 230,
          nodeAlign: 'left',
          top: 8,
          bottom: 8,
          nodeGap: 10,
          nodeWidth: 14,
          layoutIterations: 64,
          emphasis: { focus: 'trajectory' },
          label: {
            color: colour('--tz-ink'),
            fontFamily: colour('--tz-font'),
            fontSize: narrow ? 11 : 13,
            formatter: (each: { data: { title: string } }) => shorten(each.data.title, narrow ? 14 : 26),
          },
          lineStyle: { color: colour('--tz-line-strong'), opacity: 0.35 },
          data: thread.nodes.map((node) => ({
            name: `${node.kind}:${node.id}`,
            title: node.title,
            itemStyle: {
              color: colours[node.kind],
              borderColor: colour('--tz-ink'),
              borderWidth: node.detail === 'department' ? 1 : 0,
            },
          })),
          links: thread.edges.map((edge) => ({
            source: `${edge.upperKind}:${edge.upperId}`,
            target: `${edge.lowerKind}:${edge.lowerId}`,
            value: 1,
          })),
        },
      ],
    });
    chart.on('click', (event) => {
      const node = thread.nodes.find((each) => `${each.kind}:${each.id}` === event.name);
      if (node) void navigate(nodeLink(node));
    });
    const resize = () => chart.resize();
    window.addEventListener('resize', resize);
    window.addEventListener('beforeprint', resize);
    return () => {
      window.removeEventListener('resize', resize);
      window.removeEventListener('beforeprint', resize);
      chart.dispose();
    };
  }, [thread, navigate, i18n.language]);
  return <div ref={box} className="chart chart--tall" role="img" aria-label={t('thread.chart')} />;
}

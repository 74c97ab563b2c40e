// The flow from documents to goals as a Sankey, from the same answer as the list under it; a click opens the record.
import { SankeyChart } from 'echarts/charts';
import { AriaComponent } from 'echarts/components';
import { use as register } from 'echarts/core';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Chart } from '../../ui/Chart';
import { nodeLink, type Thread } from './threadTree';

register([SankeyChart, AriaComponent]);

const shorten = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

export function ThreadChart({ thread }: { thread: Thread }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const draw = useCallback(
    (colour: (name: string) => string, box: HTMLElement) => {
      // Room for every name: the fullest column decides.
      const rows = Math.max(
        ...['document', 'goal', 'notice', 'ambition'].map(
          (kind) => thread.nodes.filter((node) => node.kind === kind).length,
        ),
      );
      box.style.blockSize = `${String(Math.max(16, Math.min(60, rows * 1.6)))}rem`;
      const narrow = box.clientWidth < 700;
      const colours: Record<string, string> = {
        document: colour('--tz-sun'),
        goal: colour('--tz-brand'),
        notice: colour('--tz-line-strong'),
        ambition: colour('--tz-ambition'),
      };
      return {
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
      };
    },
    [thread],
  );
  const open = useCallback(
    (name: string) => {
      const node = thread.nodes.find((each) => `${each.kind}:${each.id}` === name);
      if (node) void navigate(nodeLink(node));
    },
    [thread, navigate],
  );
  return <Chart label={t('thread.chart')} draw={draw} onPick={open} tall />;
}

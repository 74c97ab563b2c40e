// The path of a goal and what came of it: the same figures as the table below it.
import { LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components';
import { use as register } from 'echarts/core';
import { useCallback } from 'react';
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { Chart } from '../../ui/Chart';

register([LineChart, GridComponent, LegendComponent, AriaComponent]);

export function PathChart({ result }: { result: Schema['GoalResult'] }) {
  const { t } = useTranslation();
  const draw = useCallback(
    (colour: (name: string) => string) => {
      const text = { color: colour('--tz-ink'), fontFamily: colour('--tz-font'), fontSize: 14 };
      const line = (name: string, of: string, values: (number | null | undefined)[], dashed = false) => ({
        name,
        type: 'line',
        symbol: dashed ? 'none' : 'circle',
        symbolSize: 8,
        connectNulls: dashed,
        color: colour(of),
        lineStyle: { type: dashed ? 'dashed' : 'solid', width: 2 },
        data: values.map((each) => each ?? null),
      });
      return {
        aria: { enabled: true },
        textStyle: text,
        grid: { left: 8, right: 16, top: 36, bottom: 4, containLabel: true },
        legend: { top: 0, left: 0, textStyle: text },
        xAxis: { type: 'category', data: result.years.map((each) => String(each.year)), axisLabel: text },
        yAxis: { type: 'value', axisLabel: text, splitLine: { lineStyle: { color: colour('--tz-line') } } },
        series: [
          line(
            t('measure.planned'),
            '--tz-ink',
            result.years.map((each) => each.planned),
            true,
          ),
          line(
            t('measure.stands.verified'),
            '--tz-brand',
            result.years.map((each) => each.verified.value),
          ),
        ],
      };
    },
    [result, t],
  );
  return <Chart label={t('measure.chart')} draw={draw} />;
}

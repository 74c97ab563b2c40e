// The same figures as the table beside it; patterns, so that it reads in black and white.
import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { use as register } from 'echarts/core';
import { useCallback } from 'react';
import { useTranslation } from '../../i18n/say';
import type { Schema } from '../../api/client';
import { Chart } from '../../ui/Chart';

register([BarChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent]);

export function YearsChart({ years }: { years: Schema['Share'][] }) {
  const { t } = useTranslation();
  const draw = useCallback(
    (colour: (name: string) => string) => {
      const text = { color: colour('--tz-ink'), fontFamily: colour('--tz-font'), fontSize: 14 };
      return {
        aria: { enabled: true, decal: { show: true } },
        textStyle: text,
        grid: { left: 8, right: 8, top: 36, bottom: 4, containLabel: true },
        legend: { top: 0, left: 0, textStyle: text },
        tooltip: { show: false },
        xAxis: { type: 'category', data: years.map((year) => year.key || t('app.unknown')), axisLabel: text },
        yAxis: {
          type: 'value',
          minInterval: 1,
          axisLabel: text,
          splitLine: { lineStyle: { color: colour('--tz-line') } },
        },
        series: [
          {
            name: t('standing.with'),
            type: 'bar',
            stack: 'all',
            color: colour('--tz-brand'),
            data: years.map((year) => year.withImpact),
          },
          {
            name: t('standing.without'),
            type: 'bar',
            stack: 'all',
            color: colour('--tz-sun'),
            data: years.map((year) => year.count - year.withImpact),
          },
        ],
      };
    },
    [years, t],
  );
  return <Chart label={t('standing.yearsText')} draw={draw} />;
}

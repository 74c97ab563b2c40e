// Drawn by ECharts as SVG from the same figures as the table beside it; patterns, so that it reads in black and white.
import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../api/client';

register([BarChart, GridComponent, LegendComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export function YearsChart({ years }: { years: Schema['Share'][] }) {
  const { t, i18n } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current) return undefined;
    const chart = init(box.current, null, { renderer: 'svg' });
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const text = { color: colour('--tz-ink'), fontFamily: colour('--tz-font'), fontSize: 14 };
    chart.setOption({
      animation: false,
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
    });
    const resize = () => chart.resize();
    window.addEventListener('resize', resize);
    window.addEventListener('beforeprint', resize);
    return () => {
      window.removeEventListener('resize', resize);
      window.removeEventListener('beforeprint', resize);
      chart.dispose();
    };
  }, [years, t, i18n.language]);
  return <div ref={box} className="chart" role="img" aria-label={t('standing.yearsText')} />;
}

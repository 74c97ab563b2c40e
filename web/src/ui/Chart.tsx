// A chart drawn by ECharts as SVG from the same figures as the table or list beside it, in the colours of the theme; follows the
// window and the paper. Each chart registers the parts of ECharts that it draws with; pages load it when they show one.
import type { EChartsCoreOption } from 'echarts/core';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

register([SVGRenderer]);

interface Props {
  label: string;
  // Pure for the same inputs: a new function draws the chart again.
  draw: (colour: (name: string) => string, box: HTMLElement) => EChartsCoreOption;
  onPick?: (name: string) => void;
  tall?: boolean;
}

export function Chart({ label, draw, onPick, tall = false }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current) return undefined;
    const style = getComputedStyle(document.documentElement);
    const option = draw((name) => style.getPropertyValue(name).trim(), box.current);
    const chart = init(box.current, null, { renderer: 'svg' });
    chart.setOption({ animation: false, ...option });
    if (onPick) chart.on('click', (event) => onPick(event.name));
    const resize = () => chart.resize();
    window.addEventListener('resize', resize);
    window.addEventListener('beforeprint', resize);
    return () => {
      window.removeEventListener('resize', resize);
      window.removeEventListener('beforeprint', resize);
      chart.dispose();
    };
  }, [draw, onPick]);
  return <div ref={box} className={tall ? 'chart chart--tall' : 'chart'} role="img" aria-label={label} />;
}

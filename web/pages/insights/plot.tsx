import { useEffect, useRef } from 'react';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { InsightsBucket } from '../../../client/page/index.ts';
import type { Chart } from './charts.ts';
import { useShownTheme } from './use-shown-theme.ts';

const HEIGHT = 180;
const GUTTER = 40;

/** The chart as a picture; the table below it says the same to whoever does not see it. */
export function Plot({ chart, buckets }: { chart: Chart; buckets: readonly InsightsBucket[] }) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useShownTheme();
  // Its colours are read when it is drawn, so that another theme draws it anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const plot = new UPlot(optionsOf(chart, current), dataOf(chart, buckets), current);
    const resized = new ResizeObserver(() => plot.setSize({ width: current.clientWidth, height: HEIGHT }));
    resized.observe(current);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
  }, [chart, buckets, theme]);
  return <div ref={place} className="plot" aria-hidden="true" style={{ height: HEIGHT }} />;
}

function dataOf({ lines }: Chart, buckets: readonly InsightsBucket[]): UPlot.AlignedData {
  return [buckets.map(({ to }) => Date.parse(to) / 1_000), ...lines.map(({ of }) => buckets.map(of))];
}

function optionsOf({ lines, steps }: Chart, place: HTMLElement): UPlot.Options {
  const style = getComputedStyle(place);
  const colour = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const stepped = UPlot.paths.stepped?.({ align: -1 });
  const axis: UPlot.Axis = {
    stroke: colour('text-3'),
    font: `12px ${style.fontFamily}`,
    grid: { stroke: colour('border'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: place.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_, __, max) => [0, Math.max(4, Math.ceil(max * 1.1))] } },
    axes: [axis, { ...axis, size: GUTTER, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000] }],
    series: [
      {},
      ...lines.map(
        ({ name, tone, dash }): UPlot.Series => ({
          label: name,
          stroke: colour(tone),
          width: 2,
          dash: [...dash],
          points: { show: false },
          ...(steps && stepped !== undefined ? { paths: stepped } : {}),
        }),
      ),
    ],
  };
}

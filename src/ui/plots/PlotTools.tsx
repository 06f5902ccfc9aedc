import { toggleMetric, useMetricStore } from '../app/metricStore';
import { useRunStore, type Run } from '../app/runStore';
import { ViewTools } from '../app/ViewTools';
import { Button } from '../design/Button';
import { useWork } from '../app/work';
import { FIGURE_LABELS, FIGURES, readCharts } from './figures';
import { toggleFigure, usePlotsStore } from './plotsStore';
import './plots.css';

const readLags = (run: Run) => readCharts(run, 'lag');

/** Which figures are plotted, and how much of the run. */
export function PlotTools() {
  const run = useRunStore((state) => state.run);
  const shown = usePlotsStore((state) => state.shown);
  const plotted = useMetricStore((state) => state.plotted);
  const lags = useWork(run, readLags);
  if (run === null) return null;
  const figures = FIGURES.filter((figure) => figure !== 'lag' || (lags ?? []).length > 0);
  return (
    <div className="view-tools" role="toolbar" aria-label="Plots">
      {figures.map((figure) => (
        <Button
          key={figure}
          look="quiet"
          className="plot-choice toggle"
          aria-pressed={shown.includes(figure)}
          onClick={() => toggleFigure(figure)}
        >
          {FIGURE_LABELS[figure]}
        </Button>
      ))}
      {plotted.map((name) => (
        <Button
          key={name}
          look="quiet"
          className="plot-choice toggle"
          aria-pressed
          title={name}
          onClick={() => toggleMetric(name)}
        >
          {shortName(name)}
        </Button>
      ))}
      <span className="plot-rule" />
      <ViewTools />
    </div>
  );
}

/** Of a metric's real name what tells it apart: `messages_ready`, `records-lag-max`. */
const shortName = (name: string): string =>
  /(?:[ ,=])([\w-]+)$/.exec(name)?.[1] ?? name.replace(/\{.*/, '').replace(/^[a-z]+_(queue_|global_)?/, '');

export default PlotTools;

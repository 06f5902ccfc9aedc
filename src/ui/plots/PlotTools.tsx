import { useRunStore } from '../app/runStore';
import { ViewTools } from '../app/ViewTools';
import { Button } from '../design/Button';
import { chartsOf, FIGURE_LABELS, FIGURES } from './figures';
import { toggleFigure, usePlotsStore } from './plotsStore';
import './plots.css';

/** Which figures are plotted, and how much of the run. */
export function PlotTools() {
  const run = useRunStore((state) => state.run);
  const shown = usePlotsStore((state) => state.shown);
  if (run === null) return null;
  const figures = FIGURES.filter((figure) => figure !== 'lag' || chartsOf(run, figure).length > 0);
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
      <span className="plot-rule" />
      <ViewTools />
    </div>
  );
}

export default PlotTools;

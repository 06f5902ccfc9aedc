import { useEffect, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { RunContext, useRunStore } from '../app/runStore';
import { SceneContext } from '../app/sceneStore';
import { StageContext } from '../app/stageSource';
import { CALM, showBeside, useUiStore } from '../app/uiStore';
import { IconButton } from '../design/Button';
import { CloseIcon } from '../design/icons';
import { besideRuns, besideScenes, besideStage, followBeside } from './besideStore';
import './compare.css';

/** The second stage, with what is different in it. `stage` is drawn of the run beside. */
export default function Beside({ stage }: { readonly stage: ReactNode }) {
  useEffect(() => followBeside(), []);
  const scenario = useRunStore(({ run }) => run?.scenario ?? null);
  const beside = useUiStore((state) => state.beside);
  if (scenario === null || beside === null) return null;
  const { variant, variants, faults } = scenario;
  const here = variants.find(({ id }) => id === variant);
  return (
    <>
      <p className="beside-name">{here?.title ?? scenario.title}</p>
      <section className="beside" aria-label="The run beside">
        <div className="beside-name">
          <select aria-label="Beside it" value={beside} onChange={(event) => showBeside(event.target.value)}>
            {variants
              .filter(({ id }) => id !== variant)
              .map(({ id, title }) => (
                <option key={id} value={id}>
                  {title}
                </option>
              ))}
            {faults.length > 0 && <option value={CALM}>The same without faults</option>}
            {beside === variant && <option value={variant}>{here?.title}</option>}
          </select>
          <IconButton
            look="quiet"
            label="Close the run beside"
            data-tip-side="below"
            data-tip-align="end"
            onClick={() => showBeside(null)}
          >
            <CloseIcon />
          </IconButton>
        </div>
        <RunContext value={besideRuns}>
          <SceneContext value={besideScenes}>
            <StageContext value={besideStage}>{stage}</StageContext>
          </SceneContext>
        </RunContext>
        <Failure />
      </section>
    </>
  );
}

function Failure() {
  const failure = useStore(besideRuns, (state) => state.failure);
  return failure === null ? null : <p className="beside-failure">This cannot be run beside: {failure}</p>;
}

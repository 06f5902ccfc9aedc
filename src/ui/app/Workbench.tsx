import { Foot } from '../foot/Foot';
import { Header } from '../header/Header';
import { Transport } from '../transport/Transport';
import { LowerDivider } from './LowerDivider';
import { LowerPanel } from './LowerPanel';
import { SidePanel } from './SidePanel';
import { useNarrow } from './useNarrow';

export { Header };

/** All that stands after the stage once the first minute is over. */
export function Workbench() {
  const isNarrow = useNarrow();
  return (
    <>
      <aside className="app-side" aria-label="Evidence">
        <SidePanel />
      </aside>
      <section className="app-transport" aria-label="Time">
        <Transport />
      </section>
      {!isNarrow && (
        <section className="app-lower" aria-label="The whole run">
          <LowerDivider />
          <LowerPanel />
        </section>
      )}
      <footer className="app-foot">
        <Foot />
      </footer>
    </>
  );
}

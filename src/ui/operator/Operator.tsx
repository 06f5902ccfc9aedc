import type { OperatorBook } from '../../analysis/operator/book';
import { useOperatorBook } from '../app/operatorBook';
import { useMoment } from '../app/useMoment';
import { useNarrow } from '../app/useNarrow';
import { Figures } from './Figures';
import { LogPane } from './LogPane';
import { OperatorTools } from './OperatorTools';
import { useOperatorStore } from './operatorStore';
import { UnseenList } from './UnseenList';
import './operator.css';

/** What those who run these systems would see at this moment: commands, metrics and logs, under their real names. */
export default function Operator() {
  const moment = useMoment();
  const book = useOperatorBook(moment?.run ?? null);
  const narrow = useNarrow();
  const chosen = useOperatorStore((state) => state.system);
  if (moment === null || book === null) return null;
  const { run, scene } = moment;
  const systems = systemsShown(book, chosen);
  return (
    <div className="operator">
      {narrow && <OperatorTools />}
      <Figures run={run} scene={scene} book={book} systems={systems} />
      <div className="operator-right">
        <LogPane run={run} book={book} systems={systems} told={scene.seq} />
        <UnseenList run={run} scene={scene} />
      </div>
    </div>
  );
}

function systemsShown({ systems }: OperatorBook, chosen: string | null) {
  const fitting = systems.filter(({ name }) => name === chosen);
  return fitting.length === 0 ? systems : fitting;
}

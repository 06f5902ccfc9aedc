/** What a row says (`charged`) as what a worker does; only where English leaves no doubt. */
const PRESENT: Readonly<Record<string, string>> = {
  charged: 'charges',
  paid: 'pays',
  sent: 'sends',
  emailed: 'e-mails',
  recorded: 'records',
  stored: 'stores',
  counted: 'counts',
  shipped: 'ships',
  reserved: 'reserves',
  booked: 'books',
  processed: 'processes',
  registered: 'registers',
  created: 'creates',
  welcomed: 'welcomes',
  billed: 'bills',
  published: 'publishes',
  written: 'writes',
  delivered: 'delivers',
  notified: 'notifies',
  synced: 'syncs',
  answered: 'answers',
  served: 'serves',
  logged: 'logs',
  resized: 'resizes',
  generated: 'generates',
  handled: 'handles',
};

/** "Payment Worker 1 charges order 3", "Payment Worker 2 charges order 3 again: it is charged twice". */
export function effectClause(verb: string, node: string, message: string, times: number, timesText: string): string {
  const present = PRESENT[verb];
  const again = times > 1 ? ' again' : '';
  const said = verb === '' ? 'has its effect' : `is ${verb}`;
  const toll = times > 1 ? `: it ${verb === '' ? 'has had its effect' : `is ${verb}`} ${timesText}` : '';
  if (present !== undefined) return `${node} ${present} ${message}${again}${toll}`;
  return `${message} ${said}${again} by ${node}${toll}`;
}

/** "was charged", "had its effect": how an outcome is told afterwards. */
export const hadEffect = (verb: string): string => (verb === '' ? 'had its effect' : `was ${verb}`);

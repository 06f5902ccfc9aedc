import { resolve } from 'node:path';
import { conformance } from '../../conformance/run';
import type { Command } from './commands';
import { parse } from './args';
import { asJson } from './output';

export const conformanceCommand: Command = {
  name: 'conformance',
  usage: 'conformance [--json] [DIR…]',
  purpose: 'replays histories recorded from real brokers against the models',
  async run(argv, cwd, output) {
    const args = parse(argv, { json: 'flag' });
    const folders = args.positionals.length === 0 ? ['conformance'] : args.positionals;
    const report = await conformance(folders.map((folder) => resolve(cwd, folder)));
    if (args.flag('json')) output.result(asJson(report));
    else {
      const lines = [`${report.passed} of ${report.total} histories match`];
      for (const { name, difference } of report.failed) lines.push(`✗ ${name}: ${difference}`);
      for (const { name, why } of report.unsupported) lines.push(`– ${name}: unsupported: ${why}`);
      output.result(lines.join('\n'));
    }
    return report.failed.length > 0 ? 1 : 0;
  },
};

import { expect, test } from '@playwright/test';
import { run } from '../src/runs/run';
import { catalogue } from '../src/scenario/catalogue';
import { load, PLAIN } from '../src/scenario/load';
import type { Reply, Request } from '../src/worker/protocol';

// Goal: the same seed is the same run, to the bit, in Node and in a browser.
// Method: every scenario and variant through the very worker that the built page uses, beside the same run here.

interface Asked {
  readonly id: string;
  readonly variant: string;
  readonly seed: number;
}

const asked: Asked[] = catalogue.flatMap((file) => {
  const variants = Object.keys(file.variants ?? {});
  return (variants.length === 0 ? [PLAIN] : variants).flatMap((variant) =>
    [1, 2, 3].map((seed) => ({ id: file.id, variant, seed })),
  );
});

test('every scenario has one digest in Node and in the browser', async ({ page }) => {
  const started = page.waitForEvent('worker');
  await page.goto('./');
  const url = (await started).url();
  const digests = await page.evaluate(
    async ({ url: address, asked: wanted }) => {
      const worker = new Worker(address, { type: 'module' });
      const ask = (request: Request) =>
        new Promise<string>((resolve, reject) => {
          worker.onmessage = ({ data }: MessageEvent<Reply>) => {
            if (data.kind === 'run') resolve(data.summary.digest);
            else if (data.kind !== 'progress') reject(new Error(JSON.stringify(data)));
          };
          worker.postMessage(request);
        });
      const found: string[] = [];
      for (const [index, { id, variant, seed }] of wanted.entries()) {
        found.push(
          await ask({ kind: 'run', id: index, run: { source: { id }, variant, seed, settings: [], faults: 'own' } }),
        );
      }
      worker.terminate();
      return found;
    },
    { url, asked },
  );
  asked.forEach(({ id, variant, seed }, index) => {
    const file = catalogue.find((one) => one.id === id)!;
    expect(digests[index], `${id} (${variant}), seed ${seed}`).toBe(
      run(load(file, { variant: variant === PLAIN ? null : variant, seed })).summary.digest,
    );
  });
});

// The short form of every campaign, some side by side; `tests/fault/run NAME` is the long one. The bars on time have slack here: the daemon is
// sanitized and the machine is busy. Each wait of a campaign has its own bound, shorter than the test's, and says what did not come.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { campaign } from './campaign.mjs';
import { nemeses } from './nemeses.mjs';

const slack = 5;

describe('what was acknowledged is neither lost, doubled nor reordered, and everybody hears everything, when', { concurrency: 3 }, () => {
  for (const nemesis of nemeses) {
    const skip = nemesis.needsRoot && process.getuid() !== 0;
    test(`${nemesis.says} (${nemesis.row})`, { timeout: 420_000, skip }, async (t) => {
      const { findings, figures, folder } = await campaign(nemesis, { slack, ...nemesis.brief }, (line) => t.diagnostic(line));
      t.diagnostic(JSON.stringify(figures));
      assert.deepEqual(findings, [], `the history is in ${folder}`);
    });
  }
});

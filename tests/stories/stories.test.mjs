// Every story through every door, against one daemon. `STORY=accept DOOR=plain node --test stories/stories.test.mjs` for a part.
import { after, before, test } from 'node:test';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Daemon } from '../support/daemon.mjs';
import { doorNames } from '../support/doors.mjs';
import { play } from '../support/player.mjs';
import { Cast, Stage } from '../support/stage.mjs';
import { parseStory } from '../support/story.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const wanted = process.env.STORY?.split(',');
const files = fs.readdirSync(here).filter((file) => file.endsWith('.story')).filter((file) => !wanted || wanted.some((part) => file.includes(part))).sort();
const wantedDoors = process.env.DOOR?.split(',') ?? doorNames;

let daemon;
before(async () => { daemon = await Daemon.start(); });
after(async () => { await daemon?.dispose(); });

for (const file of files) {
  const story = parseStory(fs.readFileSync(path.join(here, file), 'utf8'), `tests/stories/${file}`);
  test(`${path.basename(file, '.story')}: ${story.title}`, async (t) => {
    const cast = new Cast(daemon, path.basename(file, '.story'));
    for (const door of (story.doors ?? doorNames).filter((name) => wantedDoors.includes(name))) {
      await t.test(door, async () => {
        const stage = new Stage(daemon, cast, door);
        try {
          await play(story, stage, { trace: process.env.TRACE ? ({ line, source }) => console.log(`# ${door} ${line}: ${source}`) : undefined });
        } finally { await stage.clear(); }
      });
    }
  });
}

// How long it takes to make a ticket of a long chat, with all that was said in its description, its log and its transcript.
import { fill, post } from './people.mjs';
import { median } from './start.mjs';
import fs from 'node:fs';

/// The median of some chats, each of so many messages.
export async function convert(daemon, messages, rounds) {
  const { tokens, rooms } = await fill(daemon, rounds);
  const ids = fs.readFileSync(rooms, 'utf8').trim().split('\n');
  const people = fs.readFileSync(tokens, 'utf8').trim().split('\n');
  const took = [];
  for (const [i, id] of ids.entries()) {
    const [visitor, technician] = [people[2 * i], people[2 * i + 1]];
    for (let sent = 0; sent < messages; sent += 50)
      await Promise.all(Array.from({ length: Math.min(50, messages - sent) }, (_, k) => post(daemon, `/api/channels/${id}/messages`, k % 2 ? visitor : technician,
        { type: 'text', content: `Message ${sent + k}: it **still** does not work, although I have tried what you said about the cable.` })));
    const begun = performance.now();
    const { ticket } = await post(daemon, `/api/live-chat/${id}/convert-to-ticket`, technician, {});
    took.push(performance.now() - begun);
    if (!ticket.description.includes('Message 0')) throw new Error('a ticket without what was said');
  }
  return { messages, convert_ms: median(took) };
}

// The pictures of README.md, taken of a running demo: CHATD_URL=http://127.0.0.1:8080 node docs/pictures/take.mjs
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Technician, Visitor, launch, person } from '../../tests/browser/apps.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const browser = await launch();
const talk = [
  ['Priya Raman', 'VPN drops every ten minutes', 'Since this morning the VPN drops every ten minutes, and I have a call with a customer at two.'],
  ['Jonas Weber', 'Printer on floor 3', 'The printer on floor 3 says “paper jam”, but there is none.'],
  ['Mei Tanaka', 'New laptop for Monday', 'Who prepares the laptop of our new colleague? She starts on Monday.'],
];
const visitors = [];
for (const [name, subject, text] of talk) {
  const visitor = await Visitor.open(await person(browser, { width: 1000, height: 760 }));
  await visitor.start(name, text, subject);
  visitors.push(visitor);
}
const dana = await Technician.open(await person(browser, { width: 1360, height: 820 }), 'dana@demo.test');
await dana.accept(talk[0][0]);
await dana.say('Good morning Priya! I look at your connection now. Are you in the office or at home?');
await visitors[0].message('Good morning Priya!').waitFor();
await visitors[0].say('At home, by Wi-Fi.');
await dana.message('At home, by Wi-Fi.').waitFor();
await dana.say('Then it is the **new gateway**: I move you to the old one. Please connect once more.');
await visitors[0].message('new gateway').waitFor();
await visitors[0].say('It holds. Thank you!');
await dana.message('It holds.').waitFor();
await dana.page.screenshot({ path: path.join(here, 'console.png') });
await visitors[0].page.screenshot({ path: path.join(here, 'portal.png') });
await browser.close();

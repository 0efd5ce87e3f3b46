import { render } from 'preact';
import '../style/tokens.css';
import '../style/components.css';
import './console.css';
import { announcer, desk, open } from './app';
import { Shell } from './shell';
import { SignIn } from './signin';
import './theme';

function Console() {
  return (
    <>
      <announcer.Nodes />
      {desk.value ? <Shell key={desk.value.me} desk={desk.value} /> : <SignIn />}
    </>
  );
}

open();
render(<Console />, document.body);

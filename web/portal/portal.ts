import './portal.css';

declare global {
  interface Window {
    chatd?: (command: string, ...values: unknown[]) => void;
  }
}

document.querySelector('.ask')?.addEventListener('click', () => window.chatd?.('open'));

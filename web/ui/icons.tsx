// The icons, drawn on a grid of 24. Each is its own constant, so that an app carries only those it shows.

export const chat = '<path d="M4 5.5A1.5 1.5 0 0 1 5.5 4h13A1.5 1.5 0 0 1 20 5.5v9a1.5 1.5 0 0 1-1.5 1.5H10l-4.5 4v-4A1.5 1.5 0 0 1 4 14.5z"/>';
export const search = '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>';
export const clock = '<circle cx="12" cy="12" r="8"/><path d="M12 7.5V12l3 2"/>';
export const send = '<path d="M12 19V5M6 11l6-6 6 6"/>';
export const cross = '<path d="m6 6 12 12M18 6 6 18"/>';
export const check = '<path d="m5 12.5 4.5 4.5L19 7.5"/>';
export const checks = '<path d="m2 12.5 4.5 4.5L16 7.5M11.5 16l1 1L22 7.5"/>';
export const down = '<path d="m6 9.5 6 6 6-6"/>';
export const pen = '<path d="m5 19 1-4.5L16.5 4a2 2 0 0 1 3 3L9 17.8z"/>';
export const user = '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20a7.5 7.5 0 0 1 15 0"/>';
export const spark = '<path d="M12 3.5c.7 4.9 3.6 7.8 8.5 8.5-4.9.7-7.8 3.6-8.5 8.5-.7-4.9-3.6-7.8-8.5-8.5 4.9-.7 7.8-3.6 8.5-8.5z"/>';
export const sound = '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11"/>';
export const mute = '<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM16 10l4.5 4.5M20.5 10 16 14.5"/>';
export const alert = '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5v5.5M12 16.2v.3"/>';
export const leave = '<path d="M14 5H6v14h8M11 12h9.5M17 8.5l3.5 3.5-3.5 3.5"/>';
export const lock = '<rect x="5.5" y="10.5" width="13" height="9" rx="1.5"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"/>';
export const reply = '<path d="M9.5 6 4.5 11l5 5M5 11h9a5 5 0 0 1 5 5v2"/>';
export const swap = '<path d="M4 8.5h15M15 4.5l4 4-4 4M20 15.5H5M9 11.5l-4 4 4 4"/>';
export const addUser = '<circle cx="10" cy="8" r="3.8"/><path d="M3 20a7 7 0 0 1 14 0M19 8v6M16 11h6"/>';
export const users = '<circle cx="9" cy="8.5" r="3.3"/><path d="M3 19a6 6 0 0 1 12 0M15.5 5.6a3.3 3.3 0 0 1 0 5.8M17.5 13.5A6 6 0 0 1 21 19"/>';
export const bell = '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4"/>';
export const phone = '<path d="M5 4h4l1.5 4.5L8 10.5a12 12 0 0 0 5.5 5.5l2-2.5L20 15v4a1.5 1.5 0 0 1-1.6 1.5A15 15 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4z"/>';
export const star = '<path d="m12 4 2.4 5.1 5.6.7-4.1 3.9 1.1 5.5L12 16.5 7 19.2l1.1-5.5L4 9.8l5.6-.7z"/>';
export const book = '<path d="M5 5.5A1.5 1.5 0 0 1 6.5 4H19v13H6.5A1.5 1.5 0 0 0 5 18.5zM5 18.5A1.5 1.5 0 0 0 6.5 20H19M9 8.5h6"/>';
export const slash = '<rect x="4" y="4" width="16" height="16" rx="3"/><path d="m14.5 8-5 8"/>';
export const clip = '<path d="m19 11-7.5 7.5a4.5 4.5 0 0 1-6.4-6.4L13 4.3a3 3 0 0 1 4.3 4.3l-7.7 7.7a1.5 1.5 0 0 1-2.1-2.1l7-7"/>';
export const logo = '<path d="M5 19.5V12a7 7 0 1 1 7 7.5z"/><path d="M9 12h6"/>';

interface Props {
  of: string;
  size?: 's' | 'l' | '';
  class?: string;
}

export function Icon({ of, size = '', class: more = '' }: Props) {
  return <svg class={`i ${size} ${more}`} viewBox="0 0 24 24" aria-hidden="true" dangerouslySetInnerHTML={{ __html: of }} />;
}

// Makes a tenant's brand colour usable: readable text on it, and a version of it that can be read on the surface.

type Rgb = [number, number, number];

export interface Brand {
  accent: string;
  hover: string;
  onAccent: string;
  tint: string;
  text: string;
  mine: string;
  onMine: string;
}

const SURFACE = { light: '#ffffff', dark: '#16181b' } as const;

/** Null for what is no colour of the form #rrggbb. */
export function brandOf(colour: string | null, theme: 'light' | 'dark'): Brand | null {
  if (!colour || !/^#[0-9a-f]{6}$/i.test(colour)) return null;
  const surface = SURFACE[theme];
  const pole = theme === 'light' ? '#000000' : '#ffffff';
  const accent = contrast(colour, surface) >= 3 ? colour : until(colour, pole, (one) => contrast(one, surface) >= 4.5);
  const onAccent = readableOn(accent);
  const tint = mix(surface, accent, 0.14);
  const mine = theme === 'light' ? accent : mix(accent, surface, 0.5);
  return {
    accent,
    hover: mix(accent, onAccent === '#ffffff' ? '#000000' : '#ffffff', 0.16),
    onAccent,
    tint,
    text: until(accent, pole, (one) => contrast(one, surface) >= 4.5 && contrast(one, tint) >= 4.5),
    mine,
    onMine: readableOn(mine),
  };
}

export function brandStyle(brand: Brand | null): string {
  if (!brand) return '';
  const { accent, hover, onAccent, tint, text, mine, onMine } = brand;
  return `--accent:${accent};--accent-hover:${hover};--on-accent:${onAccent};--accent-tint:${tint};--accent-text:${text};`
    + `--focus:${text};--mine:${mine};--on-mine:${onMine};`;
}

export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function readableOn(colour: string): string {
  return contrast(colour, '#ffffff') >= contrast(colour, '#000000') ? '#ffffff' : '#000000';
}

function until(colour: string, pole: string, good: (colour: string) => boolean): string {
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, pole, share);
    if (good(mixed)) return mixed;
  }
  return pole;
}

function mix(one: string, other: string, share: number): string {
  const [a, b] = [parse(one), parse(other)];
  const channels = a.map((value, index) => Math.round(value + (b[index]! - value) * share));
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function luminance(colour: string): number {
  const [red, green, blue] = parse(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function parse(colour: string): Rgb {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) as Rgb;
}

// One table of strings per app and language. `{name}` is replaced by a parameter; an entry with plural
// forms is chosen by `count`.

export type Entry = string | { one?: string; other: string };
export type Table = Record<string, Entry>;
export type Params = Record<string, string | number>;
export type Translate<K extends string> = (key: K, params?: Params) => string;

const RTL = new Set(['ar', 'fa', 'he', 'ur']);

export function directionOf(language: string): 'ltr' | 'rtl' {
  return RTL.has(language.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

/** The best of the languages that there are, for what the person wants. */
export function pickLanguage<L extends string>(wanted: readonly string[], known: readonly L[]): L {
  for (const one of wanted) {
    const found = known.find((language) => language === one || language === one.split('-')[0]);
    if (found) return found;
  }
  return known[0]!;
}

export function translator<T extends Table>(table: T, language: string): Translate<keyof T & string> {
  const plurals = new Intl.PluralRules(language);
  const isolate = directionOf(language) === 'rtl';
  return (key, params = {}) => {
    const entry = table[key] ?? key;
    const text = typeof entry === 'string' ? entry : pluralOf(entry, plurals.select(Number(params['count'] ?? 0)));
    return text.replace(/\{(\w+)\}/g, (hole, name: string) => {
      const value = params[name];
      if (value === undefined) return hole;
      return isolate ? `\u2068${value}\u2069` : String(value);
    });
  };
}

function pluralOf(entry: { one?: string; other: string }, form: Intl.LDMLPluralRule): string {
  return (entry as Record<string, string | undefined>)[form] ?? entry.other;
}

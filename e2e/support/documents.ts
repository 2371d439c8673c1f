// The repository's own texts, read by tests that compare what is promised with what is.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const document = (name: string): string => readFileSync(path.resolve(import.meta.dirname, '../..', name), 'utf8');

/** The first cells of the rows of the table below a heading, without marks. */
export function firstCells(name: string, heading: string): string[] {
  const section = document(name).split(/^## /m).find((it) => it.startsWith(heading)) ?? '';
  const rows = section.split('\n').filter((it) => /^\| `/.test(it));
  if (rows.length === 0) throw new Error(`${name} has no table below “${heading}”`);
  return rows.map((it) => it.match(/^\| `([\w-]+)/)?.[1] ?? it);
}

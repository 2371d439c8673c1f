// The repository's own texts, read by tests that compare what is promised with what is.
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const document = (name: string): string => readFileSync(path.resolve(import.meta.dirname, '../..', name), 'utf8');

/** What the first cells name, in the rows of the table below a heading. */
export function firstCells(name: string, heading: string): string[] {
  const section = document(name).split(/^## /m).find((it) => it.startsWith(heading)) ?? '';
  const rows = section.split('\n').filter((it) => /^\| `/.test(it));
  if (rows.length === 0) throw new Error(`${name} has no table below “${heading}”`);
  return rows.flatMap((it) => [...(it.split('|')[1] ?? '').matchAll(/`([\w-]+)/g)].map((name) => name[1] ?? it));
}

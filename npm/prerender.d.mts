/** What a page's server puts between `<guard-login>` and `</guard-login>`, or why there is nothing to put there. */
export interface Prerendered {
  html: string;
  /** `sha256-…` of the sheet in the HTML, where it is `inline`; else empty. */
  styleHash: string;
  /** Empty where there is HTML. */
  reason: string;
}

export interface Wanted {
  /** The address of the backend, and the app, as the element has them. */
  host: string;
  appId: string;
  /** BCP 47; the element has to have the same. */
  lang?: string;
  /** One of the app's `redirectUris`: where the hosted page leads on to for browsers without JavaScript. */
  redirectUri?: string;
  /** `light` for a box in the page's own tree. */
  render?: 'shadow' | 'light' | string;
  /** `inline` paints one round trip earlier, and needs `styleHash` in the page's `style-src`; `link`, if nothing is said, needs the host there. */
  style?: 'link' | 'inline';
  fetch?: typeof globalThis.fetch;
  /** Milliseconds; 1,000 unless said. */
  timeout?: number;
}

/** Never rejects: without HTML the element draws its form itself. */
export function prerender(wanted: Wanted): Promise<Prerendered>;

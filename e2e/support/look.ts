// What eyes would judge, measured in the page: rings around what has the focus, text that is cut off, targets that are too small.
import type { Locator, Page } from '@playwright/test';

export interface Ring {
  name: string;
  /** Pixels that are drawn around the element because it has the focus. */
  width: number;
  /** Contrast of the ring with the card behind it. */
  contrast: number;
}

/** The ring of the element that has the focus, wherever in a shadow tree it is. */
export const focusRing = (page: Page): Promise<Ring | undefined> =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    if (!active || active === document.body) return undefined;
    const draw = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
    const rgba = (colour: string): [number, number, number, number] => {
      draw.clearRect(0, 0, 1, 1);
      draw.fillStyle = colour;
      draw.fillRect(0, 0, 1, 1);
      const [r = 0, g = 0, b = 0, a = 0] = draw.getImageData(0, 0, 1, 1).data;
      return [r, g, b, a];
    };
    const luminance = (colour: string) => {
      const [r, g, b] = rgba(colour).slice(0, 3).map((it) => it / 255).map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4)) as [number, number, number];
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const style = getComputedStyle(active);
    let behind: Element | null = active;
    const parent = (it: Element): Element | null => it.parentElement ?? ((it.getRootNode() as ShadowRoot).host as Element | undefined) ?? null;
    do behind = parent(behind); while (behind && rgba(getComputedStyle(behind).backgroundColor)[3] < 255);
    const ground = behind ? getComputedStyle(behind).backgroundColor : 'white';
    const [, shadow, spread] = style.boxShadow.match(/^(.+?) 0px 0px 0px ([\d.]+)px/) ?? [];
    const outlined = style.outlineStyle !== 'none' && rgba(style.outlineColor)[3] > 0;
    const [colour, width] = outlined
      ? [style.outlineColor, Number.parseFloat(style.outlineWidth)]
      : [shadow ?? style.borderColor, Number(spread ?? 0) + (shadow === style.borderTopColor ? Number.parseFloat(style.borderTopWidth) : 0)];
    const [light, dark] = [luminance(colour), luminance(ground)].sort((a, b) => b - a) as [number, number];
    const name = active.getAttribute('aria-label') ?? active.textContent?.trim() ?? '';
    return { name: name || active.getAttribute('name') || active.nodeName, width, contrast: (light + 0.05) / (dark + 0.05) };
  });

/** Texts that are cut off or stick out of the card, by what they say. */
export const cutOff = (element: Locator): Promise<string[]> =>
  element.evaluate((host) => {
    const root = host.shadowRoot ?? host;
    const card = root.querySelector('section')!.getBoundingClientRect();
    const wrong: string[] = [];
    for (const it of root.querySelectorAll<HTMLElement>('section *')) {
      const style = getComputedStyle(it);
      const rect = it.getBoundingClientRect();
      if (style.visibility === 'hidden' || rect.width <= 1 || rect.height <= 1) continue;
      const name = `${it.nodeName.toLowerCase()}.${it.getAttribute('part') ?? it.classList[0]} “${it.textContent?.trim().slice(0, 40)}”`;
      if (rect.left < card.left - 0.5 || rect.right > card.right + 0.5) wrong.push(`${name} sticks out`);
      const clips = style.overflow !== 'visible' && it.nodeName !== 'INPUT';
      if (clips && (it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1)) wrong.push(`${name} is cut off`);
    }
    return wrong;
  });

/** Buttons, links and fields whose hit area is lower than `least` pixels, or covered by something else. */
export const smallTargets = (element: Locator, least: number): Promise<string[]> =>
  element.evaluate((host, pixels) => {
    const root = (host.shadowRoot ?? document) as ShadowRoot | Document;
    const wrong: string[] = [];
    for (const it of (host.shadowRoot ?? host).querySelectorAll<HTMLElement>('button, input:not([readonly])')) {
      it.scrollIntoView({ block: 'center' });
      const rect = it.getBoundingClientRect();
      const [x, y] = [rect.left + rect.width / 2, rect.top + rect.height / 2];
      const hits = (dy: number) => root.elementFromPoint(x, y + dy)?.closest('button, input') === it;
      if (!hits(0) || !hits(-pixels / 2 + 1) || !hits(pixels / 2 - 1)) wrong.push(it.getAttribute('aria-label') ?? it.textContent?.trim() ?? it.nodeName);
    }
    return wrong;
  }, least);

/** What moves: durations above zero of anything in the box. */
export const moving = (element: Locator): Promise<string[]> =>
  element.evaluate((host) => {
    const root = host.shadowRoot ?? host;
    const long = (durations: string) => durations.split(', ').some((it) => Number.parseFloat(it) > 0);
    const all = [...root.querySelectorAll('*')].flatMap((it) =>
      [null, '::before', '::after'].flatMap((pseudo) => {
        const { animationName, animationDuration, transitionDuration } = getComputedStyle(it, pseudo);
        const moves = (animationName !== 'none' && long(animationDuration)) || long(transitionDuration);
        return moves ? [`${it.nodeName}.${it.classList[0]}${pseudo ?? ''} ${animationName} ${animationDuration} ${transitionDuration}`] : [];
      }),
    );
    const running = (host.shadowRoot ?? document).getAnimations().filter((it) => it.playState === 'running');
    return [...all, ...running.map((it) => `running: ${(it as CSSAnimation).animationName}`)];
  });

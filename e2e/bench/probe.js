// Runs in every measured page before anything of the page does, and notes what happens there in `bench`.
(() => {
  const seen = { input: undefined, ready: undefined, longest: 0, shift: 0, keys: [], memory: undefined };
  const TYPED = ['text', 'email', 'password', 'search', 'tel'];

  /** Every element of the page and of the open shadow trees in it. */
  function* all(root) {
    for (const it of root.querySelectorAll('*')) {
      yield it;
      if (it.shadowRoot) yield* all(it.shadowRoot);
    }
  }

  /** What a person would click on there is this field, or its label. */
  const isOnTop = (it) => {
    const { left, top, width, height } = it.getBoundingClientRect();
    if (width < 8 || height < 8) return false;
    const hit = it.getRootNode().elementFromPoint(left + width / 2, top + height / 2);
    return hit === it || hit?.closest('label')?.control === it;
  };

  const isUsable = (it) =>
    it.localName === 'input' && TYPED.includes(it.type) && !it.matches(':disabled, :read-only') && it.tabIndex >= 0
    && it.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }) && isOnTop(it);

  const fields = () => [...all(document)].filter(isUsable);

  const look = () => {
    if (fields().length === 0) return requestAnimationFrame(look);
    seen.input = performance.now();
    // Where a run wants to type at once.
    window.benchInput?.();
  };
  requestAnimationFrame(look);

  // The box's own word that it is ready; it does not bubble, is seen on its way down, and like every `load` never passes the window.
  document.addEventListener('load', (event) => {
    if (event.target.localName === 'guard-login') seen.ready ??= performance.now();
  }, true);

  const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('longtask', (it) => { seen.longest = Math.max(seen.longest, it.duration); });
  watch('layout-shift', (it) => { if (!it.hadRecentInput) seen.shift += it.value; });

  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name].bind(WebAssembly);
    WebAssembly[name] = async (...given) => {
      const made = await real(...given);
      seen.memory ??= (made.instance ?? made).exports.memory;
      return made;
    };
  }

  // From the key, by the browser's own time stamp, to the end of the frame that shows it.
  let pressed;
  addEventListener('keydown', (event) => { pressed = event.timeStamp; }, true);
  addEventListener('input', () => {
    const since = pressed;
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => seen.keys.push(performance.now() - since);
      after.port2.postMessage(null);
    });
  }, true);

  /** Files of the page's own origin that were asked for until a moment, by the bytes of their bodies as sent. */
  const files = (until) =>
    performance.getEntriesByType('resource')
      .filter((it) => it.name.startsWith(location.origin) && it.startTime <= until)
      .map((it) => ({ path: new URL(it.name).pathname, bytes: it.encodedBodySize }));

  Object.defineProperty(window, 'bench', { value: { seen, fields, files } });
})();

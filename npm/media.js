//! Pictures and sounds of the backend, drawn and played without an address in the page: a policy has to allow asking the backend, and nothing else.

/** Bytes that are taken of any of them. */
const MOST = 1024 * 1024;

/** Draws the picture at `address` on the canvas `on`, or plays the sound there where there is no canvas. */
export const show = async (address, on) => {
  // Begun before anything is awaited: a browser lets sound begin only right after a press.
  const context = on ? undefined : new AudioContext();
  try {
    const answer = await fetch(address, { cache: 'no-store', credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(15000) });
    const bytes = await answer.blob();
    if (!answer.ok || bytes.size > MOST) throw new Error(`${answer.status}, ${bytes.size} bytes`);
    if (on) {
      const picture = await createImageBitmap(bytes);
      [on.width, on.height] = [picture.width, picture.height];
      on.getContext('2d').drawImage(picture, 0, 0);
      picture.close();
      return;
    }
    const source = context.createBufferSource();
    source.buffer = await context.decodeAudioData(await bytes.arrayBuffer());
    source.connect(context.destination);
    const over = new Promise((resolve) => source.addEventListener('ended', resolve, { once: true }));
    source.start();
    await over;
  } finally {
    context?.close().catch(() => {});
  }
};

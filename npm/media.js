//! Pictures and sounds of the backend, drawn and played without an address in the page: a policy has to allow asking the backend, and nothing else.

/** Bytes that are taken of any of them. */
const MOST = 1024 * 1024;

/** The picture that was asked for last: the backend can say what it shows once it has drawn it. */
let picture;

const bytesAt = async (address) => {
  const answer = await fetch(address, { cache: 'no-store', credentials: 'omit', redirect: 'error', signal: AbortSignal.timeout(15000) });
  const bytes = await answer.blob();
  if (!answer.ok || bytes.size > MOST) throw new Error(`${answer.status}, ${bytes.size} bytes`);
  return bytes;
};

const draw = async (address, on) => {
  const picture = await createImageBitmap(await bytesAt(address));
  [on.width, on.height] = [picture.width, picture.height];
  on.getContext('2d').drawImage(picture, 0, 0);
  picture.close();
};

/** Ends the sound that plays or is about to. */
let stop;

/** Milliseconds for a browser to let sound begin. */
const PATIENCE = 3000;
const begun = (context) =>
  context.state === 'running' || Promise.race([context.resume(), new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error('no sound')))]);

const play = async (address) => {
  stop?.();
  // Begun before anything is awaited: a browser lets sound begin only right after a press.
  const context = new AudioContext();
  const over = new Promise((resolve) => (stop = resolve));
  const end = stop;
  try {
    await picture;
    const source = context.createBufferSource();
    source.buffer = await context.decodeAudioData(await (await bytesAt(address)).arrayBuffer());
    source.connect(context.destination);
    source.addEventListener('ended', end, { once: true });
    source.start();
    await begun(context);
    await over;
  } finally {
    context.close().catch(() => {});
  }
};

/** Draws the picture at `address` on the canvas `on`, or plays the sound there where there is no canvas. */
export const show = (address, on) => {
  if (!on) return play(address);
  // Nobody wants to hear what another picture showed.
  stop?.();
  const drawn = draw(address, on);
  picture = drawn.catch(() => {});
  return drawn;
};

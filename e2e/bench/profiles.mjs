// The two circumstances that everything is measured in.

export const PROFILES = {
  fast: { latency: 0, download: -1, upload: -1, cpu: 1 },
  slow: { latency: 150, download: 1_600_000 / 8, upload: 750_000 / 8, cpu: 4 },
};

/** Bytes a second, milliseconds before an answer begins, and how many times slower the processor is than this machine's. */
export async function throttle(client, { latency, download, upload, cpu }) {
  await client.send('Network.enable');
  await client.send('Network.emulateNetworkConditions', { offline: false, latency, downloadThroughput: download, uploadThroughput: upload });
  await client.send('Emulation.setCPUThrottlingRate', { rate: cpu });
}

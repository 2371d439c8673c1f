/** Starts the module of an answer that is under way, once: what the generated way does, without the ways that nobody takes. */
export default async function start({ module_or_path }) {
    if (wasm) return wasm;
    const answer = await module_or_path;
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    const imports = __wbg_get_imports();
    // Streaming asks for the right type; a server that does not know it serves all the same.
    const { instance, module } = answer.headers.get('content-type') === 'application/wasm'
        ? await WebAssembly.instantiateStreaming(answer, imports)
        : await WebAssembly.instantiate(await answer.arrayBuffer(), imports);
    return __wbg_finalize_init(instance, module);
}

/** What the running module exports, for its chunks. */
export const initSync = () => wasm;

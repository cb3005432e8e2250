/** Answers what was found lately, and looks again when that is old; a failure is not kept. */
export function keptFor<T>(ms: number, pageContext: () => Promise<T>): () => Promise<T> {
  let kept: { readonly at: number; readonly found: Promise<T> } | undefined;
  return () => {
    if (kept !== undefined && Date.now() - kept.at < ms) return kept.found;
    const found = pageContext();
    kept = { at: Date.now(), found };
    found.catch(() => {
      kept = undefined;
    });
    return found;
  };
}

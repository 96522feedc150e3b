/** The context of a scope: all before the first `;`. It is the text of the scope that every bundle of it depends on. */
export function scopeContext(scope: string): string {
  return scope.split(';', 1)[0] ?? scope;
}

/** Scopes in lists, one for each context. */
export function groupByContext(scopes: readonly string[]): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const scope of scopes) {
    const context = scopeContext(scope);
    const group = groups.get(context);
    if (group === undefined) groups.set(context, [scope]);
    else group.push(scope);
  }
  return [...groups.values()];
}

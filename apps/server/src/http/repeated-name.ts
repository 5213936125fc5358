const TOKEN = /"(?:[^"\\]+|\\.)*"|[{}[\]:]/g;

/**
 * The first member name that an object in well-formed `json` has twice. Readers differ in which of the two they take
 * (RFC 8259 section 4), so that what one has checked is not what another does.
 */
export function repeatedName(json: string): string | undefined {
  const open: Set<string>[] = [];
  let latest = '';
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') latest = token;
    else {
      const name: string = JSON.parse(latest);
      if (open.at(-1)!.has(name)) return name;
      open.at(-1)!.add(name);
    }
  }
  return undefined;
}

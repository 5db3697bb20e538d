// The state of the runs page is its address; a condition that somebody is typing belongs to it before the address has it.
const where = document.getElementById("where");

export const address = () => new URLSearchParams(location.search);
export const params = () => { const found = address(); put(found, "where", where?.value.trim()); return found };
export const asked = () => { const found = params(); for (const name of ["pick", "offset"]) found.delete(name); return found };

export function put(found, name, value) { value ? found.set(name, value) : found.delete(name) }

export function keepAddress(found, { push = false } = {}) {
  history[push ? "pushState" : "replaceState"](null, "", "/runs" + (found.size ? `?${found}` : ""));
}

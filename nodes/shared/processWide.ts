/**
 * State that every version of this package finds that n8n has loaded into the process. An update in the
 * editor loads the new modules while the triggers that run keep the old ones, so a module's own variable
 * would exist twice: pushes would not find their trigger, and a second channel would take the first
 * one's events.
 *
 * `version` belongs to the shape of the state and of all that can be reached through it: whoever changes
 * a member's name, parameters or meaning raises it. Code of another version then has a state of its own,
 * so what the outside knows it by (ids, subscriptions) must differ as well.
 */
export function processWide<State extends object>(
	name: string,
	version: number,
	make: () => State,
): State {
	const key = Symbol.for(`n8n-nodes-telephony.${name}.v${version}`);
	const known = (globalThis as Record<symbol, unknown>)[key];
	if (known !== undefined) return known as State;
	const value = make();
	// Not writable: whoever found it may rely on it. Tests take it away to stand for another process.
	Object.defineProperty(globalThis, key, { value, configurable: true });
	return value;
}

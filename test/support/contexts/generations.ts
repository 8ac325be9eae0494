const isOurs = (key: symbol) => Symbol.keyFor(key)?.startsWith('n8n-nodes-telephony.') === true;

/**
 * Works with modules as n8n loads them for an updated package: new ones beside those that run, in the same
 * process.
 */
export async function afterUpdate<T>(load: () => Promise<T>): Promise<T> {
	let loaded: T | undefined;
	await jest.isolateModulesAsync(async () => {
		loaded = await load();
	});
	return loaded as T;
}

/** Works in another process: with new modules, and with nothing of what the modules here share. */
export async function inOtherProcess(work: () => Promise<void>): Promise<void> {
	const place = globalThis as Record<symbol, unknown>;
	const keys = () => Object.getOwnPropertySymbols(place).filter(isOurs);
	const kept = keys().map((key) => [key, Object.getOwnPropertyDescriptor(place, key)] as const);
	for (const [key] of kept) delete place[key];
	try {
		await jest.isolateModulesAsync(work);
	} finally {
		for (const key of keys()) delete place[key];
		for (const [key, descriptor] of kept) Object.defineProperty(place, key, descriptor ?? {});
	}
}

import { dropOldest } from '../bounded/dropOldest';

/** Names whose crashes are remembered. */
const REMEMBERED = 1_000;

/**
 * Keys by which n8n 2.x refuses a second execution of the same. After a crash the key is another: n8n has
 * stored the execution that did not do its work.
 */
export class ExecutionKeys {
	private readonly crashes = new Map<string, number>();

	crashed(name: string): void {
		this.crashes.set(name, (this.crashes.get(name) ?? 0) + 1);
		dropOldest(this.crashes, REMEMBERED);
	}

	keyOf(name: string): string {
		const crashes = this.crashes.get(name);
		return crashes === undefined ? name : `${name}:${crashes + 1}`;
	}
}

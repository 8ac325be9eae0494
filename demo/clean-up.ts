/** What has to be undone at the end, in reverse order. */
export class CleanUp {
	private readonly steps: Array<{ what: string; undo: () => Promise<void> }> = [];

	add(what: string, undo: () => Promise<void>): void {
		this.steps.push({ what, undo });
	}

	/** Undoes everything, even if something fails; what failed is said at the end. */
	async run(): Promise<void> {
		const failures: string[] = [];
		for (let step = this.steps.pop(); step; step = this.steps.pop()) {
			try {
				await step.undo();
			} catch (error) {
				failures.push(`${step.what}: ${error instanceof Error ? error.message : String(error)}`);
			}
		}
		if (failures.length > 0)
			throw new Error(`Not everything could be ended:\n${failures.join('\n')}`);
	}
}

import type { Operation } from '../../../nodes/shared/action/operation';

const typeOf = (value: unknown) =>
	Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;

/** Every member of an item with its type, as `callId: string`. */
const membersOf = (item: object) =>
	Object.entries(item)
		.filter(([, value]) => value !== undefined)
		.map(([name, value]) => `${name}: ${typeOf(value)}`);

/** What operations gave while they were tried, against the samples that docs and people read. */
export class GivenItems {
	private readonly members = new Map<string, Set<string>>();

	/** Notes what a run gave; `resource` and `operation` are the parameters of n8n. */
	add(
		{ resource, operation }: { resource?: unknown; operation?: unknown },
		items: readonly object[] = [],
	): void {
		const title = `${String(resource)}: ${String(operation)}`;
		const members = this.members.get(title) ?? new Set();
		this.members.set(title, members);
		for (const member of items.flatMap(membersOf)) members.add(member);
	}

	/**
	 * Members of samples that no run gave, and operations that never ran; empty when all is well. What asks
	 * nobody no simulator shows: test/shared/n8n/connectionState.test.ts runs it for all backends.
	 */
	missing(backend: string, operations: ReadonlyArray<Operation<never>>): string[] {
		const asking = operations.filter(({ asksNobody }) => !asksNobody);
		return asking.flatMap(({ resource, name, sample }) => {
			const title = `${resource}: ${name}`;
			const given = this.members.get(title);
			const where = `nodes/${backend}/operations, ${title}`;
			if (!given) return [`${where}: was never run`];
			return membersOf(sample)
				.filter((member) => !given.has(member))
				.map((member) => `${where}: the sample has "${member}", which run never gave`);
		});
	}
}

import { parse } from 'flatted';
import type { Execution, ExecutionSummary, JsonObject } from './rest-types';

interface RunData {
	resultData?: {
		runData?: Record<
			string,
			Array<{ data?: { [kind: string]: Array<Array<{ json: JsonObject }> | null> } }>
		>;
		error?: { message?: string; description?: string; node?: { name?: string } };
		lastNodeExecuted?: string;
	};
}

/** Turns what GET /rest/executions/:id gives (`data` is a text in flatted form) into what the nodes gave. */
export function readExecution(stored: ExecutionSummary & { data: string }): Execution {
	const { data, ...summary } = stored;
	// Nothing has been written yet while the execution is still being started.
	const resultData = (parse(data) as RunData | undefined)?.resultData;
	const output: Record<string, JsonObject[]> = {};
	for (const [node, runs] of Object.entries(resultData?.runData ?? {})) {
		output[node] = runs.flatMap((run) =>
			Object.values(run.data ?? {}).flatMap((outputs) =>
				outputs.flatMap((items) => (items ?? []).map(({ json }) => json)),
			),
		);
	}
	const failure = resultData?.error;
	if (!failure) return { ...summary, output };
	const error = [failure.message, failure.description].filter(Boolean).join(' - ');
	return {
		...summary,
		output,
		error,
		failedNode: failure.node?.name ?? resultData?.lastNodeExecuted,
	};
}

import { objectFrom, serveJson, type JsonServer } from '../../../simulators/shared/jsonServer';

interface Tool {
	function: { name: string; parameters?: { properties?: Record<string, unknown> } };
}

interface Message {
	role: string;
	content?: unknown;
}

/** One thing the model does: it calls the tool whose name has `tool`, with what it makes of the last answer. */
export interface Turn {
	tool: RegExp;
	/** The value of the tool's one field; `answer` is what the tool before has given. */
	value: (answer: string) => string;
}

const answered = (message: object, finish: string) => ({
	id: 'chatcmpl-1',
	object: 'chat.completion',
	created: 1_700_000_000,
	model: 'stub',
	choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
	usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

/**
 * A model that takes its turns one after the other and then ends, in the form of OpenAI's chat completions. It
 * knows of its tools what n8n tells of them.
 */
export async function startStubModel(turns: readonly Turn[]): Promise<JsonServer> {
	return await serveJson(
		({ body }) => {
			const { messages = [], tools = [] } = objectFrom(body) as {
				messages?: Message[];
				tools?: Tool[];
			};
			const answers = messages.filter(({ role }) => role === 'tool');
			const turn = turns.at(answers.length);
			if (!turn) return { status: 200, body: answered({ content: 'Done.' }, 'stop') };
			const tool = tools.find(({ function: one }) => turn.tool.test(one.name));
			if (!tool) throw new Error(`No tool fits ${String(turn.tool)}`);
			const [field] = Object.keys(tool.function.parameters?.properties ?? {});
			const last = answers.at(-1)?.content ?? '';
			const value = turn.value(typeof last === 'string' ? last : JSON.stringify(last));
			const call = { name: tool.function.name, arguments: JSON.stringify({ [field]: value }) };
			const id = `call_${answers.length + 1}`;
			const calls = { content: null, tool_calls: [{ id, type: 'function', function: call }] };
			return { status: 200, body: answered(calls, 'tool_calls') };
		},
		{ host: '127.0.0.1', port: 0 },
	);
}

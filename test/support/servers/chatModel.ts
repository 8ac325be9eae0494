import { startHttpApi, type HttpApi } from './httpApi';

interface Message {
	role: string;
	content?: unknown;
	tool_calls?: Array<{ function: { name: string } }>;
}

/** A call of a tool that the model asks for, or what it says in the end. */
export type Decision = { tool: RegExp; arguments: Record<string, unknown> } | { says: string };

/** What the model has to decide by. */
export interface Conversation {
	/** What the person said last. */
	asked: string;
	/** What the tools gave so far, oldest first, as text. */
	told: string[];
}

const textOf = (content: unknown): string =>
	typeof content === 'string' ? content : JSON.stringify(content);

/** A model that speaks the protocol of OpenAI's chat completions and decides as the test says. */
export async function startChatModel(
	decide: (conversation: Conversation) => Decision,
): Promise<HttpApi> {
	let calls = 0;
	return await startHttpApi(({ path, json }) => {
		if (path !== '/chat/completions') return undefined;
		const messages = json.messages as Message[];
		const tools = (json.tools ?? []) as Array<{ function: { name: string } }>;
		const of = (role: string) =>
			messages.filter((one) => one.role === role).map(({ content }) => textOf(content));
		const decision = decide({ asked: of('user').at(-1) ?? '', told: of('tool') });
		const message = () => {
			if ('says' in decision) return { role: 'assistant', content: decision.says };
			const found = tools.find((tool) => decision.tool.test(tool.function.name));
			if (!found) throw new Error(`No tool of ${JSON.stringify(tools)} is ${decision.tool.source}`);
			const { name } = found.function;
			const called = { name, arguments: JSON.stringify(decision.arguments) };
			return {
				role: 'assistant',
				content: null,
				tool_calls: [{ index: 0, id: `call-${++calls}`, type: 'function', function: called }],
			};
		};
		const ending = { index: 0, finish_reason: 'says' in decision ? 'stop' : 'tool_calls' };
		const head = { id: 'completion', created: 0, model: 'stub' };
		if (json.stream === true) {
			const choices = [{ ...ending, delta: message() }];
			const chunk = { ...head, object: 'chat.completion.chunk', choices };
			return `data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`;
		}
		return {
			...head,
			object: 'chat.completion',
			choices: [{ ...ending, message: message() }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	});
}

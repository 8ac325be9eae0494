import { operations } from '../../../nodes/CooCenter/operations';
import { bench } from './support/support';

/** Runs an action whose fields are all empty. */
async function runEmpty(resource: string, name: string, generation: 1 | 2) {
	const { http, connection } = bench({ generation });
	const operation = operations.find((one) => one.resource === resource && one.name === name);
	const unused = async () => await Promise.reject(new Error('An empty action uses no file'));
	const context = {
		client: { connection },
		itemIndex: 0,
		credentialIds: [],
		parameter: <T>(_name: string, fallback?: T) => fallback as T,
		timeZone: 'UTC',
		storeFile: unused,
		readFile: unused,
	};
	try {
		return await operation?.run(context);
	} finally {
		expect(http.sent).toEqual([]);
	}
}

test.each([
	['call', 'whisper', 1, 'Whisper exists in API generation 2 only'],
	['call', 'bargeIn', 1, 'Barge In exists in API generation 2 only'],
	['agent', 'pause', 2, 'Pause exists in API generation 1 only'],
	['agent', 'unpause', 2, 'Unpause exists in API generation 1 only'],
	['agent', 'login', 2, 'Log In exists in API generation 1 only'],
	['agent', 'logout', 2, 'Log Out exists in API generation 1 only'],
	['blacklist', 'add', 2, 'The blacklist exists in API generation 1 only'],
	['blacklist', 'remove', 2, 'The blacklist exists in API generation 1 only'],
] as const)('%s: %s says first that generation %d lacks it', async (resource, name, no, text) => {
	await expect(runEmpty(resource, name, no)).rejects.toThrow(
		`${text}. The credential says generation ${no}`,
	);
});

test.each([
	['call', 'spy', 1, 'Extension'],
	['call', 'whisper', 2, 'Supervised Extension'],
	['agent', 'pause', 1, 'Queue'],
] as const)(
	'%s: %s of generation %d says which field is empty',
	async (resource, name, has, label) => {
		await expect(runEmpty(resource, name, has)).rejects.toThrow(`"${label}" is empty`);
	},
);

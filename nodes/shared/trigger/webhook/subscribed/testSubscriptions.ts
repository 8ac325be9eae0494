import type { IHookFunctions } from 'n8n-workflow';

import { processWide } from '../../../processWide';

interface TestSubscription {
	webhookUrl: string;
	/** Undefined when it could not be made. An event may end the test before it is there. */
	subscriptionId: Promise<string | undefined>;
}

/**
 * Subscriptions of test runs. Not in static data, which a test run shares with the live workflow: it
 * would delete the live subscription at its end.
 */
const testSubscriptions = processWide(
	'testSubscriptions',
	1,
	() => new Map<string, TestSubscription>(),
);

/** s asked for in a test run, so that nothing stays for long if n8n is killed in the middle. */
export const TEST_LIFE = 3_600;

/** True while a test run of this node listens. */
export const isTesting = (key: string): boolean => testSubscriptions.has(key);

/** Remembers the subscription of a test run, which is being made. */
export function keepTest(key: string, webhookUrl: string, made: Promise<{ id: string }>): void {
	const subscriptionId = made.then(
		({ id }) => id,
		() => undefined,
	);
	testSubscriptions.set(key, { webhookUrl, subscriptionId });
}

/**
 * Whether n8n ends a test run with this call: the mode is not `manual` then, but the address is that of
 * the test.
 */
export const endsTest = (node: IHookFunctions, key: string, webhookUrl: string): boolean =>
	node.getMode() === 'manual' || testSubscriptions.get(key)?.webhookUrl === webhookUrl;

/** The subscription of the test run that ends now; undefined where none was made. */
export async function takeTest(key: string): Promise<string | undefined> {
	const test = testSubscriptions.get(key);
	testSubscriptions.delete(key);
	return await test?.subscriptionId;
}

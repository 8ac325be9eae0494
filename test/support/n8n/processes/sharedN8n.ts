import { readFileSync } from 'node:fs';
import { N8nApi } from '../../../../n8n-driver/rest/api';
import { RestClient } from '../../../../n8n-driver/rest/rest-client';
import { lastLines } from '../../../../n8n-driver/install/run-command';
import { owner } from '../../../../n8n-driver/workbench';
import { handedOver } from '../handedOver';

/** Logs in to the n8n that all tests share. */
export async function sharedN8n(): Promise<N8nApi> {
	const { line, url, logFile } = handedOver();
	if (!url)
		throw new Error(
			'No shared n8n runs: test/support/n8n/parts.json says that this test has its own.',
		);
	const rest = new RestClient(url);
	await rest.logIn(owner);
	const logTail = () => `The end of n8n's log:\n${lastLines(readFileSync(logFile, 'utf8'), 40)}`;
	return new N8nApi(rest, { line, logTail });
}

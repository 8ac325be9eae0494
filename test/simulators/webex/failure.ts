import { randomUUID } from 'node:crypto';

import type { JsonReply } from '../shared/jsonServer';

/** A refusal in the form of the Webex API (docs/protocols/webex-calling.md#errors). */
export class WebexFailure extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}

	get reply(): JsonReply {
		const { status, message } = this;
		const trackingId = `ROUTER_${randomUUID()}`;
		return { status, body: { message, errors: [{ description: message }], trackingId } };
	}
}

/**
 * A refusal in the vendor's form: an HTTP status with an ErrorInfo body
 * (docs/protocols/broadworks.md#errors).
 */
export class XsiError extends Error {
	constructor(
		readonly status: number,
		readonly errorCode: number,
		readonly summary: string,
		readonly headers: Record<string, string> = {},
	) {
		super(summary);
	}
}

/** Known codes (docs/protocols/broadworks.md#errors) are the vendor's; the others are made up. */
export const CODES = {
	noSuchSubscription: 110862, // known
	noSuchChannelSet: 110842, // known
	badRequest: 110010,
	unauthorized: 110020,
	forbidden: 110030,
	notFound: 110040,
	methodNotAllowed: 110050,
	conflict: 110060,
	tooLarge: 110070,
	noSuchChannel: 110843,
};

export const badRequest = (summary: string) => new XsiError(400, CODES.badRequest, summary);
export const forbidden = (summary: string) => new XsiError(403, CODES.forbidden, summary);
export const notFound = (summary: string) => new XsiError(404, CODES.notFound, summary);
export const conflict = (summary: string) => new XsiError(409, CODES.conflict, summary);
export const noSuchSubscription = () =>
	new XsiError(403, CODES.noSuchSubscription, 'The subscription does not exist.');
export const noSuchChannelSet = () =>
	new XsiError(403, CODES.noSuchChannelSet, 'The channel set does not exist.');
/**
 * A heartbeat for an unknown channel is 404, every other request 403
 * (docs/protocols/broadworks.md#error-cases).
 */
export const noSuchChannel = (status: 403 | 404) =>
	new XsiError(status, CODES.noSuchChannel, 'The channel does not exist.');

/** What one parameter of a request is refused for. */
export interface FailureDetail {
	parameterName?: string;
	parameterValue?: string;
	permissionName?: string;
	/** Further members of the item of `errors`. */
	[name: string]: unknown;
}

/**
 * An error as the API answers it: `{errorCode, message, errors[]}`
 * (docs/protocols/ringcentral.md#error-bodies).
 */
export class ApiFailure extends Error {
	constructor(
		readonly status: number,
		readonly errorCode: string,
		message: string,
		readonly detail: FailureDetail = {},
		readonly headers: Record<string, string> = {},
	) {
		super(message);
	}

	get body(): Record<string, unknown> {
		const { errorCode, message, detail } = this;
		return { errorCode, message, errors: [{ errorCode, message, ...detail }], ...detail };
	}
}

/** 404 CMN-102: an id nobody knows. */
export const notFound = (parameterName: string): ApiFailure =>
	new ApiFailure(404, 'CMN-102', `Resource for parameter [${parameterName}] is not found`, {
		parameterName,
	});

/** 400 CMN-101: a parameter with a value that cannot be. */
export const badParameter = (parameterName: string, parameterValue?: string): ApiFailure =>
	new ApiFailure(400, 'CMN-101', `Parameter [${parameterName}] value is invalid`, {
		parameterName,
		...(parameterValue === undefined ? {} : { parameterValue }),
	});

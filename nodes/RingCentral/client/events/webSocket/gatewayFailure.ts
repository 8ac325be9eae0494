import { TelephonyError, type ErrorDetails } from '../../../../shared/core/errors';

const GATEWAY_FAILURE = 'GatewayFailure';

/**
 * The gateway let nobody in, or broke off before it said who it is. Of kind `unavailable`: the login was
 * good, and the token for the gateway serves once.
 */
export function gatewayFailure(message: string, details: ErrorDetails = {}): TelephonyError {
	const failure = new TelephonyError('unavailable', message, details);
	failure.name = GATEWAY_FAILURE;
	return failure;
}

/** True for a failure of the gateway, not of the login before it. */
export const isGatewayFailure = ({ name }: TelephonyError): boolean => name === GATEWAY_FAILURE;

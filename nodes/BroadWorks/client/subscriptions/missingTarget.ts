import { TelephonyError } from '../../../shared/core/errors';
import { missingThing, saysNotThere } from '../transport/missing';
import { targetPath, type XsiTarget } from './subscriptions';

/** What of a target is not there, by what the server says; undefined where that is unclear. */
export function missingTarget(target: XsiTarget, vendorText: string | undefined) {
	if (target.kind === 'user') return missingThing(targetPath(target), vendorText);
	if (target.kind === 'system' || !saysNotThere(vendorText)) return undefined;
	const { enterpriseId } = target;
	if (target.kind === 'group' && /\bgroup\b/i.test(vendorText))
		return `There is no group ${target.groupId} in ${enterpriseId}`;
	if (/enterprise|provider/i.test(vendorText))
		return `${enterpriseId} is not an enterprise of this server`;
	return undefined;
}

/** A refusal of a subscription with a message that names the target which is not there. */
export function namingTarget(error: unknown, target: XsiTarget): unknown {
	if (!(error instanceof TelephonyError)) return error;
	const { kind, vendorText } = error;
	if (vendorText === undefined || (kind !== 'notFound' && kind !== 'forbidden')) return error;
	const message = missingTarget(target, vendorText);
	return message === undefined ? error : new TelephonyError(kind, message, { ...error });
}

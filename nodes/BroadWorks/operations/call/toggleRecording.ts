import { TelephonyError } from '../../../shared/core/errors';
import { wordTable } from '../../../shared/core/parsing/wordTable';
import type { Operation } from '../../../shared/action/operation';
import { controlCall, getCall, type CallVerb } from '../../client/calls/calls';
import type { XsiObject } from '../../client/calls/values';
import type { XsiClient } from '../../connect';
import { callIdField, callOf, userIdField, userOf } from '../../fields';

type RecordingAction = 'start' | 'pause' | 'resume' | 'stop';

const VERBS: Record<RecordingAction, CallVerb> = {
	start: 'Record',
	pause: 'PauseRecording',
	resume: 'ResumeRecording',
	stop: 'StopRecording',
};

/**
 * What toggling means for each value of `allowedRecordingControls`
 * (docs/protocols/broadworks.md#recording-rules).
 */
const TOGGLES: Record<string, RecordingAction> = wordTable({
	record: 'start',
	pause: 'pause',
	'pause-stop': 'pause',
	resume: 'resume',
	'resume-stop': 'resume',
	stop: 'stop',
});

/** The action that toggles the recording of this call. Throws `conflict` when none is allowed. */
export function toggleOf(call: XsiObject): RecordingAction {
	const allowed = String(call.allowedRecordingControls ?? 'none');
	const action = TOGGLES[allowed];
	if (action) return action;
	throw new TelephonyError(
		'conflict',
		`This call allows no recording control now (${allowed}). The user may lack the Call Recording service, or the call is not answered`,
	);
}

/**
 * See docs/protocols/broadworks.md#eleven-actions and docs/protocols/broadworks.md#recording-rules, Toggle
 * recording.
 */
export const toggleRecordingOperation: Operation<XsiClient> = {
	resource: 'call',
	name: 'toggleRecording',
	label: 'Toggle Recording',
	action: 'Toggle the recording of a call',
	description: 'Start, pause, resume or stop the recording of a call',
	kind: 'change',
	fields: [
		userIdField,
		callIdField,
		{
			displayName: 'Action',
			name: 'action',
			type: 'options',
			options: [
				{ name: 'Pause', value: 'pause' },
				{ name: 'Resume', value: 'resume' },
				{ name: 'Start', value: 'start' },
				{ name: 'Stop', value: 'stop', description: 'Only for recording on demand by the user' },
				{
					name: 'Toggle',
					value: 'toggle',
					description: 'Start, pause or resume, by what the call allows now',
				},
			],
			default: 'toggle',
			description: 'What happens to the recording',
		},
	],
	sample: {
		success: true,
		userId: 'alice@example.net',
		callId: 'callhalf-31126219817:0',
		action: 'start',
	},
	async run(context) {
		const { connection } = context.client;
		const userId = userOf(context);
		const callId = callOf(context);
		const wanted = context.parameter<RecordingAction | 'toggle'>('action', 'toggle');
		const action =
			wanted === 'toggle' ? toggleOf(await getCall(connection, userId, callId)) : wanted;
		const verb = VERBS[action];
		if (verb === undefined) {
			throw new TelephonyError(
				'badRequest',
				`"${String(wanted)}" is not a recording action: use start, pause, resume, stop or toggle`,
			);
		}
		await controlCall(connection, userId, callId, verb);
		return { success: true, userId, callId, action };
	},
};

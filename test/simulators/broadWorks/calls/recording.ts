import { conflict } from '../http/errors';
import { serviceDocument, serviceText } from '../people/services';
import type { CallState } from '../state';
import type { XsiWorld } from '../world';
import { publishCall } from './callEvents';
import { requireState } from './half';

export type RecordingVerb = 'Record' | 'PauseRecording' | 'ResumeRecording' | 'StopRecording';

/**
 * Recording control (docs/protocols/broadworks.md#recording-rules). Success means accepted; the result comes
 * as an event. The same verb again succeeds and changes nothing. @throws XsiError 404, 409
 */
export function controlRecording(world: XsiWorld, call: CallState, verb: RecordingVerb): void {
	const user = world.user(call.userId);
	serviceDocument(user, 'CallRecording');
	requireState(call, 'Active', 'Held', 'Remote Held');
	const mode = serviceText(user, 'CallRecording', 'recordingMode') ?? 'never';
	if (mode === 'never' || mode === 'always') {
		throw conflict(`Recording cannot be controlled in mode "${mode}".`);
	}
	switch (verb) {
		case 'Record':
			if (mode === 'always-pause-resume') throw conflict('The call is recorded by itself.');
			if (call.recording === undefined || call.recording === 'Failed') startRecording(world, call);
			return;
		case 'PauseRecording':
			return move(world, call, 'Started', 'Paused', 'CallRecordingPausedEvent');
		case 'ResumeRecording':
			return move(world, call, 'Paused', 'Started', 'CallRecordingResumedEvent');
		case 'StopRecording':
			if (mode !== 'on-demand-user-start') throw conflict('Only a user-started recording stops.');
			if (call.recording === undefined) {
				if (call.recorded) return;
				throw conflict('The call is not being recorded.');
			}
			world.timers.cancel(`recording ${call.callId}`);
			call.recording = undefined;
			publishCall(world, 'CallRecordingStoppedEvent', call, { reason: 'User Requested' });
	}
}

function move(
	world: XsiWorld,
	call: CallState,
	from: 'Started' | 'Paused',
	to: 'Started' | 'Paused',
	type: string,
): void {
	if (call.recording === to) return;
	if (call.recording !== from) throw conflict('The recording is not in the right state for this.');
	call.recording = to;
	publishCall(world, type, call);
}

/** Starts recording: first Pending, then Started, or stopped again when the platform fails. */
export function startRecording(world: XsiWorld, call: CallState): void {
	call.recording = 'Pending';
	publishCall(world, 'CallRecordingStartingEvent', call);
	world.timers.set(`recording ${call.callId}`, world.settings.recordingDelay, () => {
		if (call.recording !== 'Pending') return;
		if (world.faults.recordingFails()) {
			call.recording = 'Failed';
			publishCall(world, 'CallRecordingStoppedEvent', call, { reason: 'Failure' });
			return;
		}
		call.recording = 'Started';
		call.recorded = true;
		publishCall(world, 'CallRecordingStartedEvent', call);
	});
}

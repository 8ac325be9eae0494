import type { ConferenceState } from '../state';
import type { XmlFields } from '../xml/xml';

const flag = (set: boolean | undefined) => (set ? '' : undefined);

/** Conference in XSD order. */
export function conferenceDocument(
	conference: Omit<ConferenceState, 'state'> & { state: string },
): XmlFields {
	return {
		state: conference.state,
		muted: flag(conference.muted),
		conferenceType: conference.type,
		conferenceParticipantList:
			conference.participants.length > 0
				? {
						conferenceParticipant: conference.participants.map((item) => ({
							callId: item.callId,
							muted: flag(item.muted),
							deaf: flag(item.deaf),
						})),
					}
				: undefined,
	};
}

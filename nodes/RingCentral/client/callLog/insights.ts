import { isObject, objects, text, type JsonObject } from '../transport/answers';
import { send } from '../transport/api';
import type { RingCentralConnection } from '../transport/connection';
import { segment } from '../transport/urls';

/** What the vendor makes of a recorded call (docs/protocols/ringcentral.md#insights). */
export const INSIGHT_TYPES = [
	'AIScore',
	'BulletedSummary',
	'CallNotes',
	'Highlights',
	'NextSteps',
	'Sentiment',
	'Summary',
	'Transcript',
] as const;

/** Calls by telephone; meetings and others have domains of their own. */
const BASE = '/ai/ringsense/v1/public/accounts/~/domains/pbx/records';

/**
 * Insights of a recording of the call log, by `recording.id`; all types where none is named. Throws `notFound`
 * for a call without them, and while they are being made.
 */
export async function recordingInsights(
	connection: RingCentralConnection,
	recordingId: string,
	types: readonly string[] = [],
): Promise<JsonObject> {
	const path = `${BASE}/${segment(recordingId, 'The recording')}/insights`;
	const insightTypes = types.length > 0 ? types.join(',') : undefined;
	return await send(connection, { method: 'GET', path, query: { insightTypes } });
}

/** The transcript as lines of `Name: words`; undefined where there is none. */
export function transcriptOf({ insights, speakerInfo }: JsonObject): string | undefined {
	const said = isObject(insights) ? objects(insights.Transcript) : [];
	if (said.length === 0) return undefined;
	const names = new Map(
		objects(speakerInfo).map(({ speakerId, name, phoneNumber }) => [
			text(speakerId),
			text(name) ?? text(phoneNumber),
		]),
	);
	const nameOf = (id: unknown) => names.get(text(id)) ?? text(id) ?? '';
	return said.map((unit) => `${nameOf(unit.speakerId)}: ${text(unit.text) ?? ''}`).join('\n');
}

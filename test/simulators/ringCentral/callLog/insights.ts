import { ApiFailure, notFound, type Router } from '../requests/router';

/** Insights by recording id, as RingSense would have made them (docs/protocols/ringcentral.md#insights). */
export class Insights {
	private readonly made = new Map<string, Record<string, unknown[]>>();

	/** `insights`: by type, as `Transcript`. */
	add(recordingId: string, insights: Record<string, unknown[]>): void {
		this.made.set(recordingId, insights);
	}

	of(recordingId: string): Record<string, unknown[]> | undefined {
		return this.made.get(recordingId);
	}
}

const PATH =
	'/ai/ringsense/v1/public/accounts/{accountId}/domains/{domain}/records/{sourceRecordId}/insights';

export function addInsightRoutes(router: Router): void {
	router.add('GET', PATH, {}, ({ world, params, query, user }) => {
		const { domain, sourceRecordId } = params;
		const recording = world.recordings.get(sourceRecordId);
		const insights = world.insights.of(sourceRecordId);
		const call = world.callLog
			.all()
			.find(({ legs }) => legs.some((leg) => leg.recordingId === sourceRecordId));
		if (domain !== 'pbx' || !recording || !insights || !call) throw notFound('sourceRecordId');
		if (!user.admin && !recording.owners.includes(user.id)) {
			throw new ApiFailure(403, 'CMN-404', 'Access to the insights is not allowed');
		}
		const wanted = query.get('insightTypes')?.split(',');
		const { master } = call;
		const start = new Date(master.startTime).toISOString();
		const speaker = (
			leg: { extensionId?: string; name?: string; phoneNumber?: string },
			id: string,
		) =>
			Object.fromEntries(
				Object.entries({ speakerId: id, ...leg }).filter(([, value]) => value !== undefined),
			);
		const person = ({ extensionId, name, phoneNumber }: typeof master.from) => ({
			...{ extensionId, name, phoneNumber },
		});
		return {
			json: {
				title: `Call from ${master.from.phoneNumber ?? ''} to ${master.to.phoneNumber ?? ''}`,
				domain,
				sourceRecordId,
				sourceSessionId: call.telephonySessionId,
				callDirection: master.direction,
				ownerExtensionId: recording.owners[0] ?? user.id,
				recordingDurationMs: recording.duration * 1000,
				recordingStartTime: start,
				creationTime: start,
				lastModifiedTime: start,
				speakerInfo: [speaker(person(master.from), 'p-1'), speaker(person(master.to), 'p-2')],
				insights: Object.fromEntries(
					Object.entries(insights).filter(([type]) => wanted?.includes(type) ?? true),
				),
			},
		};
	});
}

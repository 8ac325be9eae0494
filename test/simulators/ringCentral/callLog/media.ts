import {
	ApiFailure,
	notFound,
	type RouteContext,
	type RouteReply,
	type Router,
} from '../requests/router';
import type { Recording } from './recordings';

const RECORDING = '/restapi/v1.0/account/{accountId}/recording/{recordingId}';

const EXTENSIONS: Record<string, string> = {
	'audio/wav': 'wav',
	'audio/x-wav': 'wav',
	'audio/mpeg': 'mp3',
	'application/pdf': 'pdf',
	'text/plain': 'txt',
	'image/png': 'png',
};

/** Bytes as the media host gives them, named by the query. */
export function mediaReply(
	query: URLSearchParams,
	media: { bytes: Uint8Array; contentType: string; name: string },
): RouteReply {
	const disposition = query.get('contentDisposition')?.toLowerCase() ?? 'inline';
	const given = query.get('contentDispositionFilename');
	const name = given ?? `${media.name}.${EXTENSIONS[media.contentType] ?? 'bin'}`;
	return {
		status: 200,
		bytes: media.bytes,
		headers: {
			'Content-Type': media.contentType,
			'Content-Disposition': `${disposition}; filename="${name.replace(/["\r\n]/g, '_')}"`,
		},
	};
}

/** @throws ApiFailure 404, or 403 for somebody else's recording */
function recordingOf({ world, user, params }: RouteContext): Recording {
	const recording = world.recordings.get(params.recordingId);
	if (!recording) throw notFound('recordingId');
	if (!user.admin && !recording.owners.includes(user.id)) {
		throw new ApiFailure(403, 'CMN-404', 'Access to the recording is not allowed');
	}
	return recording;
}

/** Recordings: what they are, and their sound. */
export function addRecordingRoutes(router: Router): void {
	router.add('GET', RECORDING, {}, (context) => {
		const { id, contentType, duration } = recordingOf(context);
		const { world } = context;
		const contentUri = world.uri(`${world.accountPath}/recording/${id}/content`);
		return { json: { id, contentUri, contentType, duration } };
	});
	router.add('GET', `${RECORDING}/content`, {}, (context) => {
		const { id, bytes, contentType } = recordingOf(context);
		return mediaReply(context.query, { bytes, contentType, name: `recording-${id}` });
	});
}

import { present } from '../callLog/callLogRecord';
import type { World } from '../world';
import type { Attachment, Message } from './store';

const pathOf = (world: World, { ownerId, id }: Message) =>
	`${world.extensionPath(ownerId)}/message-store/${id}`;

function attachmentInfo(world: World, message: Message, attachment: Attachment) {
	const { id, type, contentType, vmDuration, fileName, bytes } = attachment;
	const uri = world.uri(`${pathOf(world, message)}/content/${id}`);
	const size = type === 'AudioRecording' ? undefined : bytes.length;
	return present({ id: Number(id), uri, type, contentType, vmDuration, fileName, size });
}

/** Whose a shared message is: those of a queue are its members' (OAS OwnerResource). */
function ownerOf(world: World, { ownerId }: Message) {
	const { id, type, name } = world.people.get(ownerId);
	return type === 'User' ? undefined : { extensionId: id, extensionType: type, name };
}

/** A message as the API gives it (OAS GetMessageInfoResponse). */
export function messageInfo(world: World, message: Message): Record<string, unknown> {
	const { conversationId } = message;
	return present({
		uri: world.uri(pathOf(world, message)),
		id: Number(message.id),
		extensionId: message.ownerId,
		from: present({ ...message.from }),
		to: message.to.map((party) => present({ ...party })),
		type: message.type,
		creationTime: world.iso(message.created),
		lastModifiedTime: world.iso(message.modified),
		readStatus: message.readStatus,
		priority: 'Normal',
		attachments: message.attachments.map((item) => attachmentInfo(world, message, item)),
		direction: message.direction,
		availability: message.availability,
		subject: message.subject,
		messageStatus: message.status,
		conversationId: conversationId === undefined ? undefined : Number(conversationId),
		conversation:
			conversationId === undefined
				? undefined
				: {
						id: conversationId,
						uri: world.uri(`/restapi/v1.0/conversation/${conversationId}`),
					},
		vmTranscriptionStatus: message.vmTranscriptionStatus,
		faxResolution: message.faxResolution,
		faxPageCount: message.faxPageCount,
		coverIndex: message.coverIndex,
		coverPageText: message.coverPageText,
		smsSendingAttemptsCount:
			message.type === 'SMS' && message.direction === 'Outbound' ? 1 : undefined,
		owner: ownerOf(world, message),
	});
}

import { Refusal } from '../calls';
import { success, text, type Fields, type Route, type Routes } from './route';
import type { ConferenceState } from '../state';
import type { CooCenterWorld } from '../world';

const yesNo = (value: boolean) => (value ? 'Yes' : 'No');

/** @throws Refusal */
function conferenceOf(world: CooCenterWorld, fields: Fields): [string, ConferenceState] {
	const number = text(fields, 'confnum');
	const conference = world.state.conferences.get(number);
	if (!conference) throw new Refusal(`conference ${number} does not exist`);
	return [number, conference];
}

/** @throws Refusal */
function memberOf(world: CooCenterWorld, fields: Fields) {
	const [number, { members }] = conferenceOf(world, fields);
	const channel = text(fields, 'channel');
	const member = members.get(channel);
	if (!member) throw new Refusal(`channel ${channel} is not in conference ${number}`);
	return { members, channel, member };
}

const post = (run: Route['run']): Route => ({ methods: ['POST'], run });

const muting = (muted: boolean, message: string) =>
	post((world, fields) => {
		memberOf(world, fields).member.muted = muted;
		return success(message);
	});

const locking = (locked: boolean, message: string) =>
	post((world, fields) => {
		conferenceOf(world, fields)[1].locked = locked;
		return success(message);
	});

/** Conferences of generation 2 (docs/protocols/coocenter.md#broadcasts-of-generation-2, conferences). */
export function conferenceRoutes(): Routes {
	const prefix = '/plugin-asterisk/conference';
	return {
		[`${prefix}/conf-list`]: {
			methods: ['GET'],
			run: (world) => ({
				status: 200,
				body: {
					status: 'success',
					data: [...world.state.conferences].map(([number, { locked, members }]) => ({
						conference: number,
						parties: String(members.size),
						marked: '0',
						locked: yesNo(locked),
						muted: 'No',
						id: number,
					})),
				},
			}),
		},
		[`${prefix}/conf-info`]: post((world, fields) => {
			const [number, { members }] = conferenceOf(world, fields);
			return success(
				'Confbridge user list will follow',
				[...members].map(([channel, { exten, muted, since }]) => ({
					conference: number,
					admin: 'No',
					markeduser: 'No',
					muted: yesNo(muted),
					channel,
					answeredtime: String(Math.floor((world.now() - since) / 1000)),
					calleridnum: exten,
					calleridname: 'Meeting',
					id: number,
					exten,
				})),
			);
		}),
		[`${prefix}/join-conf`]: post((world, fields) => {
			const [, conference] = conferenceOf(world, fields);
			const { extensions } = fields;
			if (!Array.isArray(extensions)) throw new Refusal('extensions is missing');
			const joined = extensions.map(String).map((exten) => {
				const mayJoin = !conference.locked && world.extension(exten)?.address;
				if (!mayJoin) return { exten, status: 'Failed' };
				const channel = `SIP/${exten}-${world.nextId().split('.')[1].padStart(8, '0')}`;
				conference.members.set(channel, { exten, muted: false, since: world.now() });
				return { exten, status: 'Success' };
			});
			return { status: 200, body: { message: joined } };
		}),
		[`${prefix}/mute-user`]: muting(true, 'Mute user success'),
		[`${prefix}/unmute-user`]: muting(false, 'Unmute user success'),
		[`${prefix}/kick-user`]: post((world, fields) => {
			const { members, channel } = memberOf(world, fields);
			members.delete(channel);
			return success('Kick user success');
		}),
		[`${prefix}/lock-conf`]: locking(true, 'Lock conference success'),
		[`${prefix}/unlock-conf`]: locking(false, 'Unlock conference success'),
	};
}

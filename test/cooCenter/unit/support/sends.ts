import { operations } from '../../../../nodes/CooCenter/operations';
import { FakeStream } from '../../../support/fakes/fakeStream';
import { sendTable, type SendCase, type SendTable } from '../../../support/contexts/sends';
import { BASE, bench, json } from './support';

/** Any operation of a PBX of this generation, which has a token already and has nothing in its lists. */
const table = (generation: 1 | 2, cases: readonly SendCase[]): SendTable =>
	sendTable(
		{
			operations,
			base: BASE,
			refusal: /exists in API generation \d only/,
			bench() {
				const { http, connection } = bench({ generation });
				const { access } = connection.server;
				if (access.generation === 2) access.session.store.token = 'token';
				for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
					http.on(method, /./, json({ status: 'success', data: [] }));
				}
				http.onStream(() => {
					const file = new FakeStream(200);
					file.end();
					return file;
				});
				return { client: { connection }, http };
			},
		},
		cases,
	);

const ends = { src: '803', dst: '801' };
const member = { conference: '1585642185', channel: 'SIP/804-00000007' };
const sourceId = 'sourceId-13';

/** What every operation sends, in each generation that has it (docs/protocols/coocenter.md#requests). */
export const sends: readonly SendTable[] = [
	table(1, [
		['call: getMany', {}, 'POST /extensions/current-calls'],
		['call: create', ends, 'POST /extensions/click-number src=803&dst=801'],
		['call: end', { extension: '801' }, 'POST /extensions/hangup extension=801'],
		['call: transfer', { src: '801', dst: '804' }, 'POST /extensions/transfer dst=804&src=801'],
		['call: spy', ends, 'POST /extensions/extenSpy src=803&dst=801'],
		['extension: getRegistrations', {}, 'GET /extensions/extension-status'],
		['extension: getStates', {}, 'GET /extensions/extension-hints-status'],
		['queue: getMany', {}, 'GET /queues/queue-info'],
		[
			'agent: pause',
			{ queue: '630', member: '802' },
			'POST /queues/agent-pause queue=630&member=802&state=on',
		],
		[
			'agent: unpause',
			{ queue: '630', member: 'sip/802' },
			'POST /queues/agent-pause queue=630&member=802&state=off',
		],
		[
			'agent: login',
			{ extension: '805', queue: '631' },
			'POST /queues/agent-login extension=805&queue=631',
		],
		['agent: logout', { extension: '801' }, 'POST /queues/agent-logout extension=801'],
		[
			'agent: logout',
			{ extension: '801', queue: '630' },
			'POST /queues/agent-logout extension=801&queue=630',
		],
		['blacklist: getMany', {}, 'GET /blacklist/index'],
		['blacklist: add', { number: '777' }, 'POST /blacklist/create number=777'],
		['blacklist: remove', { number: '777' }, 'DELETE /blacklist/delete number=777'],
		['recording: download', { filePath: '20181105/a b.wav' }, 'GET /monitor/20181105/a%20b.wav'],
		[
			'rawRequest: send',
			{ method: 'POST', path: 'blacklist/create', fields: '{"number": "888"}' },
			'POST /blacklist/create number=888',
		],
	]),
	table(2, [
		['call: getMany', {}, 'GET /plugin-asterisk/extension/current-calls'],
		[
			'call: create',
			ends,
			'POST /plugin-asterisk/extension/click-number {"src":"803","dst":"801"}',
		],
		['call: create', { dst: '804' }, 'POST /plugin-asterisk/extension/click-number {"dst":"804"}'],
		[
			'call: end',
			{ extension: '801' },
			'POST /plugin-asterisk/extension/hangup {"extensions":["801"]}',
		],
		[
			'call: transfer',
			{ src: '801', dst: '804' },
			'POST /plugin-asterisk/extension/transfer {"dst":"804","src":"801"}',
		],
		['call: spy', ends, 'POST /plugin-asterisk/extension/extension-spy {"src":"803","dst":"801"}'],
		[
			'call: whisper',
			ends,
			'POST /plugin-asterisk/extension/extension-whisper {"src":"803","dst":"801"}',
		],
		[
			'call: bargeIn',
			ends,
			'POST /plugin-asterisk/extension/extension-barge-in {"src":"803","dst":"801"}',
		],
		['call: forceDrop', { dst: '802' }, 'POST /plugin-asterisk/extension/clear {"exten":"802"}'],
		[
			'call: intercom',
			ends,
			'POST /plugin-asterisk/extension/click-intercom {"src":"803","dst":"801"}',
		],
		['extension: getRegistrations', {}, 'GET /plugin-asterisk/extension/extension-status'],
		['extension: getStates', {}, 'GET /plugin-asterisk/extension/extension-hints-status'],
		[
			'recording: download',
			{ filePath: 'asterisk/monitor/recording/1.wav' },
			'GET /monitor/asterisk/monitor/recording/1.wav',
		],
		['conference: getMany', {}, 'GET /plugin-asterisk/conference/conf-list'],
		[
			'conference: getMembers',
			member,
			'POST /plugin-asterisk/conference/conf-info {"confnum":"1585642185"}',
		],
		[
			'conference: addMembers',
			{ conference: '1585642185', extensions: '803, 806' },
			'POST /plugin-asterisk/conference/join-conf {"confnum":"1585642185","extensions":["803","806"]}',
		],
		[
			'conference: mute',
			member,
			'POST /plugin-asterisk/conference/mute-user {"confnum":"1585642185","channel":"SIP/804-00000007"}',
		],
		[
			'conference: unmute',
			member,
			'POST /plugin-asterisk/conference/unmute-user {"confnum":"1585642185","channel":"SIP/804-00000007"}',
		],
		[
			'conference: remove',
			member,
			'POST /plugin-asterisk/conference/kick-user {"confnum":"1585642185","channel":"SIP/804-00000007"}',
		],
		[
			'conference: lock',
			member,
			'POST /plugin-asterisk/conference/lock-conf {"confnum":"1585642185"}',
		],
		[
			'conference: unlock',
			member,
			'POST /plugin-asterisk/conference/unlock-conf {"confnum":"1585642185"}',
		],
		[
			'broadcast: page',
			{ src: '801', extensions: '802;803' },
			'POST /plugin-asterisk/paging/click-paging {"src":"801","dst":["802","803"]}',
		],
		[
			'broadcast: play',
			{ sourceId, extensions: '801, 802' },
			'PUT /plugin-coopaging/devicecontrol {"extensions":["801","802"],"action":"play","sourceId":"sourceId-13"}',
		],
		[
			'broadcast: stop',
			{ extensions: '801' },
			'PUT /plugin-coopaging/devicecontrol {"extensions":["801"],"action":"stop"}',
		],
		[
			'broadcast: setSoftVolume',
			{ extensions: '801', volume: 99 },
			'PUT /plugin-coopaging/devicecontrol {"extensions":["801"],"action":"set-soft-volume","softVolume":99}',
		],
		[
			'broadcast: setHardVolume',
			{ extensions: '801', volume: 9 },
			'PUT /plugin-coopaging/devicecontrol {"extensions":["801"],"action":"set-hard-volume","hardVolume":9}',
		],
		['broadcast: getSources', {}, 'GET /plugin-coopaging/castcontrol'],
		[
			'broadcast: steerSource',
			{ sourceId, step: 'next' },
			'PUT /plugin-coopaging/castcontrol/sourceId-13 {"data":{"action":"next"}}',
		],
		[
			'broadcast: steerSource',
			{ sourceId, step: 'select', musicId: '61' },
			'PUT /plugin-coopaging/castcontrol/sourceId-13 {"data":{"action":"select","musicId":61}}',
		],
		[
			'broadcast: steerSource',
			{ sourceId, step: 'model', model: 'random' },
			'PUT /plugin-coopaging/castcontrol/sourceId-13 {"data":{"action":"model","model":"random"}}',
		],
		['playlist: getMany', {}, 'GET /plugin-player/playlist?limit=50&page=1'],
		[
			'playlist: getMusic',
			{ type: 'music', limit: 1 },
			'GET /plugin-player/musiclibrary?limit=1&page=1&type=music',
		],
		[
			'playlist: create',
			{ name: 'Evening', musicIds: '61, 59', remark: 'x' },
			'POST /plugin-player/playlist {"playList":{"name":"Evening","musicLibraryIds":[61,59],"remark":"x"}}',
		],
		[
			'playlist: update',
			{ playlistId: '13', changes: { name: 'Later', musicIds: '61' } },
			'PUT /plugin-player/playlist/13 {"playList":{"action":"update","name":"Later","ids":[61]}}',
		],
		['playlist: delete', { playlistId: '13' }, 'DELETE /plugin-player/playlist/13'],
		['schedule: getMany', { limit: 1 }, 'GET /plugin-coopaging/task?limit=1&page=1'],
		['schedule: getToday', {}, 'GET /plugin-coopaging/schedule'],
		['schedule: getLog', { returnAll: true }, 'GET /plugin-coopaging/tasklog?limit=100&page=1'],
		[
			'schedule: create',
			{
				name: 'Bell',
				sourceId,
				extensions: '801',
				weekDays: ['mon', 'fri'],
				from: '8:00',
				until: '08:00:30',
			},
			'POST /plugin-coopaging/task {"task":{"enable":"yes","name":"Bell","type":"timerule","paging_type":"normal","sound_type":"music","source_info":{"sourceId":"sourceId-13"},"extensions":["801"],"conditions":{"mode":"loop","time":["08:00:00","08:00:30"],"weekDays":["mon","fri"]}}}',
		],
		[
			'schedule: createByNumber',
			{ name: 'Fire', sourceId, extensions: '801', startNumber: '30' },
			'POST /plugin-coopaging/task {"task":{"enable":"yes","name":"Fire","type":"numberrule","paging_type":"normal","sound_type":"music","source_info":{"sourceId":"sourceId-13"},"extensions":["801"],"conditions":{"mode":"extension","extension":"30"}}}',
		],
		[
			'schedule: setEnabled',
			{ taskId: '28', enabled: false },
			'PUT /plugin-coopaging/task/28 {"task":{"enable":"no"}}',
		],
		['schedule: delete', { taskId: '28' }, 'DELETE /plugin-coopaging/task/28'],
		['rawRequest: send', { path: 'systeminfo/ping' }, 'GET /systeminfo/ping'],
	]),
];

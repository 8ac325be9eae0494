import type { N8nApi } from '../../../n8n-driver/rest/api';
import { importWorkflow } from '../../../n8n-driver/example-workflows';
import type { JsonObject, StoredCredential } from '../../../n8n-driver/rest/rest-types';
import { waitFor } from '../../../n8n-driver/wait-for';
import {
	alice,
	caller,
	startTelephoneSystem,
	type TelephoneSystem,
} from '../../broadWorks/n8n/support/telephoneSystem';
import { startAccount, type RingCentralAccount } from '../../ringCentral/n8n/support/ringCentral';
import { logCall } from '../../ringCentral/n8n/support/ringCentralCalls';
import {
	controlOf,
	customer,
	waitForSubscriptions,
} from '../../ringCentral/n8n/support/ringCentralTrigger';
import { sharedN8n } from '../../support/n8n/processes/sharedN8n';
import type { Answer } from '../../support/servers/httpApi';
import { attachmentOf, startSmtpServer, type SmtpServer } from '../../support/servers/smtpServer';
import { filledIn } from './support/importedTemplate';
import { comes, whileActive, withServer } from './support/liveTemplate';

describe('A template, imported', () => {
	let api: N8nApi;
	let system: TelephoneSystem;

	beforeAll(async () => {
		api = await sharedN8n();
	});
	// One each: a trigger that was switched off keeps its place at the server for some seconds.
	beforeEach(async () => {
		system = await startTelephoneSystem(api);
	});
	afterEach(async () => await system.close());

	const withSmtp = async (work: (smtp: SmtpServer, login: StoredCredential) => Promise<void>) => {
		const smtp = await startSmtpServer();
		const login = await api.createCredential('Mail of templates', 'smtp', {
			user: '',
			password: '',
			host: '127.0.0.1',
			port: smtp.port,
			secure: false,
			disableStartTls: true,
			hostName: '',
		});
		try {
			await work(smtp, login);
		} finally {
			await api.deleteCredential(login.id);
			await smtp.close();
		}
	};
	const withAccount = async (work: (account: RingCentralAccount) => Promise<void>) => {
		const account = await startAccount(api);
		try {
			await work(account);
		} finally {
			await account.remove();
		}
	};
	/** A call to Alice that nobody answers. */
	const missCall = async () => {
		const callId = await system.phones.placeCall({ ...caller, to: alice });
		await system.phones.steerCall(callId, 'remoteHangup');
	};

	test('a missed call is told in a chat', async () => {
		await withServer(
			() => 'ok',
			async (chat) => {
				const definition = filledIn('missed-call-chat-message', [system.administrator], {
					'https://chat.example.com': chat.url,
				});
				await whileActive(api, definition, async (id) => {
					await missCall();
					const { text } = await comes(api, 'the chat is told', id, () => chat.requests[0]?.json);
					expect(text).toMatch(
						/^Missed call from Jordan Smith \(\+15550100\) to alice@example\.net, rang \d+ s$/,
					);
				});
			},
		);
	});

	test('the button in the chat calls back, once', async () => {
		const { phones } = system;
		await withServer(
			() => 'ok',
			async (chat) => {
				const definition = filledIn('missed-call-call-back-button', [system.administrator], {
					'https://chat.example.com': chat.url,
				});
				await whileActive(api, definition, async (id) => {
					await missCall();
					const told = await comes(api, 'the chat is told', id, () =>
						chat.requests[0]?.body.toString(),
					);
					const link = /http[^"]*missed-call-back\?token=[\w-]{36}/.exec(told)?.[0] ?? '';
					const page = async (init?: RequestInit) => await (await fetch(link, init)).text();
					expect(await page()).toContain('<h1>Jordan Smith</h1>');
					const body = new URLSearchParams({
						token: new URL(link).searchParams.get('token') ?? '',
					});
					expect(await page({ method: 'POST', body })).toContain('Your telephone rings');
					const calls = await phones.callsOf(alice);
					expect(calls.map(({ remote }) => remote?.address)).toEqual(['tel:+15550100']);
					expect(await page({ method: 'POST', body })).toContain('Done already');
					expect(await page()).toContain('Done already');
					expect(await phones.callsOf(alice)).toHaveLength(1);
				});
			},
		);
	});

	test('a voicemail comes as a mail with its audio, and is no longer new', async () => {
		await withSmtp(async (smtp, login) => {
			const definition = filledIn('voicemail-to-mail', [system.administrator, login]);
			await whileActive(api, definition, async (id) => {
				await system.phones.leaveVoicemail(alice, caller);
				const mail = await comes(api, 'the mail is there', id, () => smtp.mails[0]);
				expect(mail).toMatchObject({ from: 'telephone@example.com', to: ['office@example.com'] });
				expect(mail.source).toMatch(
					/^Subject: Voicemail from Jordan Smith for alice@example\.net/m,
				);
				expect(mail.source).toContain('Jordan Smith +15550100 left a message of 15 seconds at');
				const audio = attachmentOf(mail, 'audio/');
				expect(audio?.subarray(0, 4).toString()).toBe('RIFF');
				await waitFor(async () => !(await system.phones.describe()).includes('"read":false'), {
					what: 'the message is read',
					explain: async () => await system.phones.describe(),
				});
			});
		});
	});

	test('too many in a queue sound the alarm, once until it is over', async () => {
		const { phones } = system;
		await withServer(
			() => 'ok',
			async (chat) => {
				const definition = filledIn('queue-alarm', [system.administrator], {
					'https://chat.example.com': chat.url,
					'"value":5': '"value":1',
				});
				await whileActive(api, definition, async (id) => {
					await phones.placeCall({ ...caller, to: phones.queue });
					await api.waitForExecutions(id, 2);
					expect(chat.requests).toEqual([]);
					await phones.placeCall({ ...caller, to: phones.queue });
					const { text } = await comes(api, 'the alarm', id, () => chat.requests[0]?.json);
					expect(text).toMatch(/^Queue Demo Queue: 2 waiting, the longest for \d+ s$/);
					const before = (await api.waitForExecutions(id, 0)).length;
					await api.waitForExecutions(id, before + 2);
					expect(chat.requests).toHaveLength(1);
					await phones.emptyQueue();
					await api.waitForExecutions(id, (await api.waitForExecutions(id, 0)).length + 2);
					await phones.placeCall({ ...caller, to: phones.queue });
					await phones.placeCall({ ...caller, to: phones.queue });
					await comes(api, 'the next alarm', id, () => chat.requests.length === 2);
				});
			},
		);
	});

	test('a line that is cut sounds the alarm once, and its return is told', async () => {
		await withServer(
			() => 'ok',
			async (chat) => {
				const texts = () => chat.requests.map(({ json }) => String((json as JsonObject).text));
				const listening = filledIn('missed-call-chat-message', [system.administrator]);
				const alarm = filledIn('line-alarm-chat-message', [system.administrator], {
					'https://chat.example.com': chat.url,
					'"value":60': '"value":2',
					'"allCredentials":true': '"allCredentials":false',
				});
				await whileActive(api, listening, async () => {
					await whileActive(api, alarm, async (id) => {
						await api.waitForExecutions(id, 2);
						expect(texts()).toEqual([]);
						await system.phones.cut(20_000);
						await comes(api, 'the alarm', id, () => chat.requests.length === 1);
						await comes(api, 'the end of the alarm', id, () => chat.requests.length === 2);
						const before = (await api.waitForExecutions(id, 0)).length;
						await api.waitForExecutions(id, before + 2);
						expect(texts()).toEqual([
							expect.stringMatching(/^The line of workflow "Missed call: .*\(for \d+ s\)$/),
							expect.stringMatching(/^The line of workflow "Missed call: .*" is back$/),
						]);
					});
				});
			},
		);
	});

	test('calls are forwarded while the calendar says so, and no longer', async () => {
		const { phones } = system;
		const stamp = (hours: number) =>
			new Date(Date.now() + hours * 3_600_000).toISOString().replace(/[-:]|\.\d+/g, '');
		const event = (title: string, from: number, to: number) =>
			`BEGIN:VEVENT\r\nSUMMARY:${title}\r\nDTSTART:${stamp(from)}\r\nDTEND:${stamp(to)}\r\nEND:VEVENT\r\n`;
		let events = event('Lunch', -1, 1) + event('Out of office: holiday', 2, 20);
		const calendar = () => `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${events}END:VCALENDAR\r\n`;
		const forwarding = async () =>
			await phones.asAdministrator('GET', `/v2.0/user/${alice}/services/CallForwardingAlways`);
		await withServer(calendar, async (server) => {
			const definition = filledIn('out-of-office-by-calendar', [system.administrator], {
				'https://calendar.example.com': server.url,
			});
			await whileActive(api, definition, async (id) => {
				const becomes = async (what: string, pattern: RegExp) =>
					await waitFor(async () => pattern.test(await forwarding()), {
						what,
						explain: async () =>
							`${await forwarding()} ${JSON.stringify((await api.waitForExecutions(id, 0)).at(-1))}`,
					});
				await api.waitForExecutions(id, 2);
				expect(await forwarding()).toMatch(/<active>false/);
				events += event('Out of\r\n  office', -2, 2);
				await becomes('calls are forwarded', /<active>true<[^]*\+15550155/);
				events = '';
				await becomes('calls ring at the desk again', /<active>false/);
			});
		});
	});

	test('an ended call is journaled with its contact, who is created when new', async () => {
		const contacts: JsonObject[] = [];
		const crm: Answer = ({ method, path, query, json }) => {
			if (path === '/api/calls') return { id: 'call-1' };
			if (path !== '/api/contacts') return undefined;
			if (method === 'GET') return contacts.filter(({ phone }) => phone === query.phone);
			const created = { id: `contact-${contacts.length + 1}`, ...(json as JsonObject) };
			contacts.push(created);
			return created;
		};
		await withServer(crm, async (server) => {
			const definition = filledIn('journal-crm-find-or-create', [system.administrator], {
				'https://crm.example.com': server.url,
			});
			const talk = async () => {
				const callId = await system.phones.placeCall({ ...caller, to: alice });
				await system.phones.steerCall(callId, 'answer');
				await system.phones.steerCall(callId, 'hangup');
			};
			await whileActive(api, definition, async (id) => {
				const journaled = () => server.sent('POST', '/api/calls');
				await talk();
				await comes(api, 'the call is journaled', id, () => journaled().length === 1);
				await talk();
				await comes(api, 'the next call is journaled', id, () => journaled().length === 2);
				expect(contacts).toEqual([{ id: 'contact-1', phone: '+15550100', name: 'Jordan Smith' }]);
				for (const call of journaled()) {
					expect(call).toMatchObject({
						contactId: 'contact-1',
						direction: 'inbound',
						text: expect.stringMatching(/^inbound call, answered, \d+ s$/) as string,
					});
				}
			});
		});
	});

	test('a recording is stored under its day and call', async () => {
		await withAccount(async (account) => {
			await withServer(
				() => ({}),
				async (storage) => {
					const definition = filledIn('recording-to-storage', [account.credential], {
						'https://storage.example.com': storage.url,
					});
					await whileActive(api, definition, async (id) => {
						await waitForSubscriptions(account, 1);
						const control = controlOf(account);
						const { telephonySessionId } = control.place({ from: customer, to: 'alice' });
						control.answer(telephonySessionId);
						await account.items({
							resource: 'call',
							operation: 'startRecording',
							sessionId: telephonySessionId,
							partyId: `p-${telephonySessionId.slice(2)}-2`,
						});
						control.hangUp(telephonySessionId);
						const { method, path, body } = await comes(
							api,
							'the file is stored',
							id,
							() => storage.requests[0],
						);
						expect(method).toBe('PUT');
						expect(path).toMatch(/^\/recordings\/\d{4}-\d\d-\d\d\/[\w-]+\.(mp3|wav)$/);
						expect(body.length).toBeGreaterThan(100);
					});
				},
			);
		});
	});

	test('the calls of the day come as a mail with a chart', async () => {
		await withSmtp(async (smtp, login) => {
			await withAccount(async (account) => {
				logCall(account.world, { minutesAgo: 1, duration: 120 });
				logCall(account.world, { minutesAgo: 1, duration: 0, result: 'Missed' });
				logCall(account.world, { minutesAgo: 3 * 24 * 60 });
				const definition = filledIn('report-daily-chart', [account.credential, login]);
				const { id } = await importWorkflow(api, definition);
				try {
					const run = await api.runManually(id, 'Every Evening', 'Send the Report');
					expect({ status: run.status, error: run.error }).toEqual({ status: 'success' });
					const [mail] = smtp.mails;
					expect(mail.source).toMatch(/^Subject: Calls of .*: 2, 1 missed/m);
					const [{ html }] = run.output['Draw the Chart'];
					expect(html).toMatch(
						/<b>2<\/b> calls came in.*>1<\/b> of them missed, <b>2<\/b> minutes/s,
					);
					expect(html).toMatch(/#16a34a[^>]*width="180">1&nbsp;.*#dc2626[^>]*width="180">1&nbsp;/s);
				} finally {
					await api.deleteWorkflow(id);
				}
			});
		});
	});
});

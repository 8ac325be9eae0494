import { Agent } from 'node:https';

import axios, { type AxiosInstance } from 'axios';
import { startXsiSimulator } from '../test/simulators/broadWorks';
import type { XsiSimulatorOptions } from '../test/simulators/broadWorks/options';
import type { MeetingState } from '../test/simulators/broadWorks/state';
import { waitFor } from '../n8n-driver/wait-for';

export type SimulatorOptions = XsiSimulatorOptions;

type RunningSimulator = Awaited<ReturnType<typeof startXsiSimulator>>;

/** A request that a client sent to the telephone system. */
export interface RequestRecord {
	method: string;
	/** With the query, as it was sent. */
	path: string;
	/** Status of the answer. */
	status?: number;
}

/** An event as the control interface tells of it. */
export interface SentEvent {
	eventID?: string;
	type: string;
	targetId?: string;
	sequenceNumber?: number;
	delivered: boolean;
	acked: boolean;
	statusCode?: number;
	/** Why it never arrived. */
	lost?: string;
}

/** One user's half of a call. */
export interface CallView {
	callId: string;
	userId: string;
	state: string;
	recording?: string;
	inConference?: boolean;
	dispositionCode?: string;
	clientSessionInfo?: string;
	/** Sent with DTMF. */
	digits?: string;
	musicOnHold?: string[];
	/** The other party's name and `tel:` address. */
	remote?: { name?: string; address?: string };
}

/** A user as the control interface shows one. */
export interface UserView {
	userId: string;
	doNotDisturb: boolean;
	hookStatus: string;
	/** Who is parked against the user. */
	parked?: { name?: string; address?: string };
	conference?: {
		state: string;
		type?: string;
		muted?: boolean;
		participants: Array<{ callId: string; muted?: boolean; deaf?: boolean }>;
	};
	automaticCallbacks?: string[];
	traces?: string[];
	imrns?: Array<{ calling: string; called: string }>;
}

/** A queue as the control interface shows one. */
export interface QueueView {
	queueId: string;
	agents: Array<{ userId: string; joined: boolean }>;
	/** Waiting, in their order. */
	calls: Array<{ callId: string; priority: string; reordered: boolean }>;
	forcedForwarding: Record<string, unknown>;
	nightService: Record<string, unknown>;
}

/** A route point as the control interface shows one. */
export interface RoutePointView {
	routePointId: string;
	state: string;
	calls: Array<{
		callId: string;
		admitted: boolean;
		bounced: boolean;
		outgoing?: boolean;
		playing?: { id: string; type: string };
	}>;
	/** Ids of calls that were made to fail. */
	failed?: string[];
	/** VoiceXML scripts that took a call. */
	scripts?: string[];
}

/** Who comes into a conference or room from outside. */
export interface MeetingGuest {
	from?: string;
	name?: string;
	moderator?: boolean;
}

/** A conference or room as the control interface shows one. */
export type MeetingView = MeetingState;

/** The part of the control interface's GET /state that is used here. */
interface StateView {
	users: UserView[];
	calls: CallView[];
	agents: Array<{ userId: string; state: string; unavailableCode?: string }>;
	queues: QueueView[];
	routePoints: RoutePointView[];
	meetings: MeetingView[];
	/** Messages by user id; no entry for an empty mailbox. */
	voicemail: Record<string, unknown[]>;
	subscriptions: Array<{ subscriptionId: string }>;
	channels: Array<{ channelId: string }>;
}

/** The simulated telephone system, steered and looked at from outside, as a person at its page would. */
export class Simulator {
	readonly administrator = 'admin@example.net';
	readonly password = 'secret';
	readonly queue = 'queue@example.net';
	private readonly http: AxiosInstance;

	private constructor(private readonly running: RunningSimulator) {
		this.http = axios.create({
			baseURL: running.controlUrl,
			proxy: false,
			timeout: 30_000,
			// With TLS it shows a certificate of its own making.
			httpsAgent: new Agent({ rejectUnauthorized: false }),
		});
	}

	static async start(options: SimulatorOptions = {}): Promise<Simulator> {
		return new Simulator(await startXsiSimulator(options));
	}

	get url(): string {
		return this.running.url;
	}

	get pageUrl(): string {
		return this.running.pageUrl;
	}

	async close(): Promise<void> {
		await this.running.close();
	}

	/** Somebody outside calls a user or the queue. @returns the id of the called side's call */
	async placeCall(call: { from: string; name: string; to: string }): Promise<string> {
		const { data } = await this.http.post<{ callId: string }>('/calls', call);
		return data.callId;
	}

	async steerCall(
		callId: string,
		action: 'answer' | 'hold' | 'retrieve' | 'hangup' | 'remoteHangup',
	): Promise<void> {
		await this.http.post(`/calls/${callId}/${action}`, {});
	}

	/** Somebody outside comes into a conference or room. @returns the id of the participant's call */
	async joinMeeting(ownerId: string, id: string, who: MeetingGuest = {}): Promise<string> {
		const place = `/meetings/${ownerId}/${id}/join`;
		return (await this.http.post<{ callId: string }>(place, who)).data.callId;
	}

	/** Who is in a conference or room, and what goes on there; undefined while nobody is. */
	async meeting(id: string): Promise<MeetingView | undefined> {
		return (await this.state()).meetings.find((one) => one.id === id);
	}

	async setAgentState(userId: string, state: string): Promise<void> {
		await this.http.post(`/agents/${userId}/state`, { state });
	}

	async queueAction(action: 'bounce' | 'abandon'): Promise<void> {
		await this.http.post(`/queues/${this.queue}/${action}`, {});
	}

	/** Whoever waits in the queue hangs up. */
	async emptyQueue(): Promise<void> {
		const queue = (await this.state()).queues.find(({ queueId }) => queueId === this.queue);
		for (const _call of queue?.calls ?? []) await this.queueAction('abandon');
	}

	/** The user waits until a busy number is free. */
	async awaitCallback(userId: string, number: string): Promise<void> {
		await this.http.post(`/users/${userId}/automaticCallback`, { number });
	}

	async setDoNotDisturb(userId: string, active: boolean): Promise<void> {
		await this.http.post(`/users/${userId}/dnd`, { active });
	}

	/** @returns the id of the message */
	async leaveVoicemail(
		userId: string,
		message: { from?: string; name?: string; urgent?: boolean; transcript?: string } = {},
	): Promise<string> {
		const { data } = await this.http.post<{ messageId: string }>(
			`/users/${userId}/voicemail`,
			message,
		);
		return data.messageId;
	}

	/**
	 * Sends a request to Xsi-Actions as another client would, and gives the document it answers.
	 * @throws Error unless it is accepted
	 */
	async asAdministrator(
		method: 'GET' | 'PUT' | 'POST' | 'DELETE',
		path: string,
		document?: string,
	): Promise<string> {
		const { data } = await axios.request<string>({
			method,
			data: document,
			url: `${this.url}/com.broadsoft.xsi-actions${path}`,
			proxy: false,
			responseType: 'text',
			headers: {
				Accept: 'application/xml',
				...(document === undefined ? {} : { 'Content-Type': 'application/xml' }),
			},
			auth: { username: this.administrator, password: this.password },
		});
		return data;
	}

	/** Answers every request of clients with this status until `reset`. */
	async refuse(status: number): Promise<void> {
		await this.http.post('/faults', { kind: 'status', status, times: 0 });
	}

	/** Answers requests of a method and path (a regular expression) as a proxy before the server, for some ms. */
	async answerInstead(method: string, path: string, status: number, ms: number): Promise<void> {
		const body = `${status} from the proxy`;
		await this.http.post('/faults', { kind: 'status', method, path, status, body, ms, times: 0 });
	}

	/** Cuts every connection of clients, and takes no new one for some ms. */
	async cut(downMs: number): Promise<void> {
		await this.http.post('/faults', { kind: 'cut', downMs });
	}

	/** Ends a subscription as an operator would. */
	async endSubscription(subscriptionId: string): Promise<void> {
		await this.http.post('/faults', { kind: 'terminateSubscription', subscriptionId });
	}

	/** Back to the beginning: no calls, no subscriptions, no faults. */
	async reset(): Promise<void> {
		await this.http.post('/reset', {});
	}

	/** The state of a call, undefined when it is over. */
	async callState(callId: string): Promise<string | undefined> {
		return (await this.call(callId))?.state;
	}

	async recordingState(callId: string): Promise<string | undefined> {
		return (await this.call(callId))?.recording;
	}

	async callsOf(userId: string): Promise<CallView[]> {
		return (await this.state()).calls.filter((call) => call.userId === userId);
	}

	async agentState(userId: string): Promise<string | undefined> {
		return (await this.agent(userId))?.state;
	}

	async unavailableCode(userId: string): Promise<string | undefined> {
		return (await this.agent(userId))?.unavailableCode;
	}

	/** How many messages are in a mailbox. */
	async voiceMessages(userId: string): Promise<number> {
		return (await this.state()).voicemail[userId]?.length ?? 0;
	}

	async doNotDisturb(userId: string): Promise<boolean | undefined> {
		return (await this.user(userId))?.doNotDisturb;
	}

	/** The queue of the demo. */
	async queueView(): Promise<QueueView | undefined> {
		return (await this.state()).queues.find(({ queueId }) => queueId === this.queue);
	}

	/** The route point of the demo. */
	async routePointView(): Promise<RoutePointView | undefined> {
		return (await this.state()).routePoints[0];
	}

	async user(userId: string): Promise<UserView | undefined> {
		return (await this.state()).users.find((user) => user.userId === userId);
	}

	async subscriptionIds(): Promise<string[]> {
		return (await this.state()).subscriptions.map(({ subscriptionId }) => subscriptionId);
	}

	async channelIds(): Promise<string[]> {
		return (await this.state()).channels.map(({ channelId }) => channelId);
	}

	/** Waits until clients hold `count` subscriptions and an event channel is open. */
	async waitUntilSubscribed(count: number): Promise<void> {
		const isSo = async () => {
			const { subscriptions, channels } = await this.state();
			return subscriptions.length === count && channels.length > 0;
		};
		await waitFor(isSo, {
			what: `${count} subscription(s) and a channel are there`,
			explain: async () => await this.describe(),
		});
	}

	/** What clients have asked for since the start or the last reset, oldest first. */
	async requests(): Promise<RequestRecord[]> {
		return (await this.http.get<RequestRecord[]>('/requests?since=0')).data;
	}

	/** Events that went out or wait to, oldest first. */
	async sent(): Promise<SentEvent[]> {
		return (await this.http.get<SentEvent[]>('/sent?since=0')).data;
	}

	/** Everything it knows, for error messages. */
	async describe(): Promise<string> {
		return JSON.stringify(await this.state());
	}

	async call(callId: string): Promise<CallView | undefined> {
		return (await this.state()).calls.find((call) => call.callId === callId);
	}

	private async agent(userId: string): Promise<StateView['agents'][number] | undefined> {
		return (await this.state()).agents.find((agent) => agent.userId === userId);
	}

	private async state(): Promise<StateView> {
		return (await this.http.get<StateView>('/state')).data;
	}
}

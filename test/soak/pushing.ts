import type { N8nApi } from '../../n8n-driver/rest/api';
import type { JsonObject, StoredCredential } from '../../n8n-driver/rest/rest-types';
import { credentialData } from '../cooCenter/n8n/support/cooCenter';
import type { ExecutionRecord } from '../faults/n8n';
import { startCooCenterSimulator, type CooCenterSimulator } from '../simulators/cooCenter';
import { answer, callIn, end } from '../simulators/cooCenter/calls';
import type { SentPush } from '../simulators/cooCenter/pushes/pushes';
import { withoutZeros } from '../simulators/dimensions/calls';
import { startDimensionsSimulator, type RunningDimensions } from '../simulators/dimensions';
import type { Pusher } from '../simulators/shared/pusher';
import { startUdeskSimulator, type RunningUdesk } from '../simulators/udesk';
import { credentialsFor, post, pushedWorkflow, pushSecret } from '../support/n8n/pushed';
import { Loading } from './loading';
import { PushBooks, statusOf } from './pushBooks';
import type { Downtime, SoakAccount, SoakFault, SoakSystem } from './system';

/** Events that a fault sends again or in another order. */
const FAULTY = 5;

/** A system that pushes to a fixed address; what differs is how it does. */
abstract class PushingSoak implements SoakSystem {
	abstract readonly name: string;

	abstract readonly faults: readonly SoakFault[];

	protected abstract readonly books: PushBooks;

	/** What people do a second. */
	protected abstract readonly perSecond: number;

	private readonly loading = new Loading();

	private address = '';

	protected abstract create(api: N8nApi): Promise<ReturnType<typeof pushedWorkflow>>;

	/** Tells the system where to push. */
	protected abstract pushTo(url: string): void;

	/** One call, with all its pushes in the books. */
	protected abstract call(): void;

	abstract close(): Promise<void>;

	async install(api: N8nApi, n8nUrl: string): Promise<string> {
		const { definition, path } = await this.create(api);
		const { id } = await api.createWorkflow({ ...definition, name: this.name });
		await api.activate(id);
		this.address = n8nUrl + path;
		this.pushTo(`${this.address}?token=${pushSecret}`);
		return id;
	}

	beginLoad(factor: number): void {
		this.loading.begin(this.perSecond * factor, () => this.call());
	}

	async endLoad(): Promise<void> {
		await this.loading.end();
	}

	/** Whoever has no secret is refused by the trigger, and told 404 by an n8n that does not run it. */
	async isListening(): Promise<boolean> {
		return (await post(`${this.address}?token=guess`, '{}').catch(() => 0)) === 401;
	}

	outstanding(executions: readonly ExecutionRecord[]): number {
		return this.books.outstanding(executions);
	}

	account(executions: readonly ExecutionRecord[], downtimes: readonly Downtime[]): SoakAccount {
		return this.books.account(executions, downtimes);
	}

	left(): number {
		return 0;
	}

	/** Enters what the last call has sent. */
	protected enterSince(pusher: Pusher, from: number, key: string): void {
		for (const entry of pusher.log.filter(({ n }) => n > from)) {
			// The last of them is the only one that may have been answered.
			const statuses = () =>
				entry.statuses.map((status, nth) =>
					statusOf(status, nth === entry.statuses.length - 1 ? entry.answer : ''),
				);
			this.books.enter(key, { statuses, isDone: () => entry.done });
		}
	}
}

const lastOf = ({ log }: Pusher) => log.at(-1)?.n ?? 0;

const webhookCredential = async (api: N8nApi, name: string, type: string) =>
	await api.createCredential(name, type, { secret: pushSecret } as JsonObject);

/** Udesk documents no repetition: what it pushes while n8n is away is gone. */
export class UdeskSoak extends PushingSoak {
	readonly name = 'Udesk, pushes';

	readonly faults: readonly SoakFault[] = [
		{ name: 'pushes sent three times', inject: () => this.next({ copies: 3 }) },
	];

	/** An answer may take 10 s. */
	protected readonly books = new PushBooks(
		({ conversation_id: id }) => (id === undefined ? undefined : String(id)),
		10_000,
	);

	protected readonly perSecond = 0.5;

	private calls = 0;

	private constructor(private readonly running: RunningUdesk) {
		super();
	}

	static async start(): Promise<UdeskSoak> {
		return new UdeskSoak(await startUdeskSimulator());
	}

	private next({ copies }: { copies: number }): void {
		for (let call = 0; call < FAULTY; call++) this.place(copies);
	}

	protected async create(api: N8nApi) {
		const credential = await webhookCredential(api, this.name, 'udeskWebhookApi');
		return pushedWorkflow('udesk', credential, {});
	}

	protected pushTo(url: string): void {
		this.running.simulator.pushTo(url);
	}

	protected call(): void {
		this.calls += 1;
		// Every tenth comes twice, as from a sender that repeats itself.
		this.place(this.calls % 10 === 0 ? 2 : 1);
	}

	private place(copies: number): void {
		const { simulator } = this.running;
		const from = lastOf(simulator.pusher);
		const { conversationId } = simulator.place({ copies });
		this.enterSince(simulator.pusher, from, String(conversationId));
	}

	async close(): Promise<void> {
		await this.running.close();
	}
}

/** Dimensions with its most retries: ten, over almost two minutes. */
export class DimensionsSoak extends PushingSoak {
	readonly name = 'Dimensions, pushes';

	readonly faults: readonly SoakFault[] = [
		{ name: 'the last call pushed again', inject: () => this.again() },
	];

	/** Ten answers of 10 s, and 2, 4, ... 20 s between them. */
	protected readonly books = new PushBooks(({ cdr }) => {
		const id = (cdr as { id?: unknown } | undefined)?.id;
		return id === undefined ? undefined : String(id);
	}, 220_000);

	protected readonly perSecond = 0.5;

	private constructor(private readonly running: RunningDimensions) {
		super();
	}

	static async start(): Promise<DimensionsSoak> {
		return new DimensionsSoak(await startDimensionsSimulator({ retries: 10 }));
	}

	protected async create(api: N8nApi) {
		const credential = await webhookCredential(api, this.name, 'dimensionsWebhookApi');
		return pushedWorkflow('dimensions', credential, {});
	}

	protected pushTo(url: string): void {
		this.running.simulator.options.push = url;
	}

	protected call(): void {
		this.send((simulator) => void simulator.finish({}));
	}

	/** Pushes the last call's bytes once more, as after an answer that was lost on the way. */
	private again(): void {
		const { calls } = this.running.simulator;
		const last = calls[calls.length - 1];
		if (last === undefined) return;
		this.send((simulator) => void simulator.pushPayload(simulator.payloadOf(withoutZeros(last))));
	}

	/** Sends about the last call, and enters what was sent. */
	private send(act: (simulator: RunningDimensions['simulator']) => void): void {
		const { simulator } = this.running;
		const from = lastOf(simulator.pusher);
		act(simulator);
		const { id } = simulator.calls[simulator.calls.length - 1];
		this.enterSince(simulator.pusher, from, id);
	}

	async close(): Promise<void> {
		await this.running.close();
	}
}

/** Events of a call that the workflow listens to, as the wire names them. */
const COOCENTER_EVENTS = ['dialbegein', 'cdr'];

/** CooCenter tries a push five times, 2 s apart. */
export class CooCenterSoak extends PushingSoak {
	readonly name = 'CooCenter, pushes';

	readonly faults: readonly SoakFault[] = (['duplicate', 'retry', 'reorder'] as const).map(
		(kind) => ({
			name: kind,
			// It holds one event only, and forgets it for another.
			inject: () =>
				void this.pbx.world.faults.add({ kind, times: kind === 'reorder' ? 1 : FAULTY }),
		}),
	);

	/** Five answers of 15 s, and 2 s between them. */
	protected readonly books = new PushBooks(
		({ event, uniqueid }) => (uniqueid === undefined ? undefined : `${event} ${uniqueid}`),
		85_000,
	);

	protected readonly perSecond = 0.25;

	private constructor(private readonly pbx: CooCenterSimulator) {
		super();
	}

	static async start(): Promise<CooCenterSoak> {
		// A PBX waits 2 s; an n8n that shares a busy machine may take longer.
		return new CooCenterSoak(await startCooCenterSimulator({ pushTimeout: 15_000 }));
	}

	protected async create(api: N8nApi) {
		const secret = await webhookCredential(api, `${this.name} webhook`, 'cooCenterWebhookApi');
		const login = await api.createCredential(this.name, 'cooCenterApi', credentialData(this.pbx));
		const workflow = pushedWorkflow('cooCenter', secret, {
			triggerOn: ['dialBegin', 'callRecord'],
		});
		const both = { ...credentialsOf(login), ...credentialsOf(secret) };
		workflow.definition.nodes[0].credentials = both;
		return { ...workflow, path: workflow.path.replace(/[^/]+$/, 'coocenter') };
	}

	protected pushTo(url: string): void {
		this.pbx.world.settings.push = url;
	}

	/** With one more call, behind which an event goes out that was held back. */
	async endLoad(): Promise<void> {
		await super.endLoad();
		this.pbx.world.faults.clear();
		this.call();
	}

	protected call(): void {
		const { world } = this.pbx;
		const call = callIn(world, '85322361', '801');
		answer(world, call.id);
		end(world, call, { side: 'agent' });
		this.expect(call.id);
	}

	/** What the log will have of these events, which leave one after the other. */
	private expect(id: string): void {
		const { world } = this.pbx;
		const madeAt = Date.now();
		for (const event of COOCENTER_EVENTS) {
			const tries = () => this.sent.filter((sent) => isAbout(sent, event, id));
			const statuses = () => tries().map(({ status, answer: text }) => statusOf(status, text));
			const isDone = () =>
				world.pushes.pending === 0 || tries().some(({ status = 0 }) => isSuccess(status));
			this.books.enter(`${event} ${id}`, { statuses, isDone }, madeAt);
		}
	}

	private get sent(): readonly SentPush[] {
		return this.pbx.world.pushes.log.since(0);
	}

	async close(): Promise<void> {
		await this.pbx.close();
	}
}

const isSuccess = (status: number) => status >= 200 && status < 300;

const isAbout = ({ event }: SentPush, name: string, id: string) =>
	event.event === name && event.uniqueid === id;

const credentialsOf = (credential: StoredCredential) => credentialsFor(credential);

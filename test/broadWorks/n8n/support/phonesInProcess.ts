import { startXsiSimulator, type XsiSimulator } from '../../../simulators/broadWorks';
import { pushLoad } from '../../../simulators/broadWorks/control/load';

/** A telephone system in the test's own process: its passwords can be changed, and it can go and come back. */
export class PhonesInProcess {
	private constructor(private simulator: XsiSimulator) {}

	static async start(): Promise<PhonesInProcess> {
		return new PhonesInProcess(await startXsiSimulator());
	}

	get url(): string {
		return this.simulator.url;
	}

	get world() {
		return this.simulator.world;
	}

	setPassword(userId: string, password: string): void {
		this.world.user(userId).password = password;
	}

	/** Calls that ring at a user; gives their ids. */
	async ring(userId: string, count: number, perSecond = 0): Promise<string[]> {
		const load = { count, eventsPerSecond: perSecond, userIds: [userId] };
		const { body } = await pushLoad(this.world, load);
		return (body as { callIds: string[] }).callIds;
	}

	/** Goes away for as long as `meanwhile` takes, and comes back at the same address without subscriptions. */
	async away(meanwhile: () => Promise<void>): Promise<void> {
		const { port } = this.simulator;
		const state = this.simulator.exportState();
		await this.simulator.close();
		state.subscriptions.clear();
		state.channelSets.clear();
		await meanwhile();
		this.simulator = await startXsiSimulator({ port, state });
	}

	async close(): Promise<void> {
		await this.simulator.close();
	}
}

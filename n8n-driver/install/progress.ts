/** Where long steps say what is going on. */
export interface Progress {
	/** One line about a step that is done or starts. */
	say(text: string): void;
	/** Runs `work`, saying what it is and, every few seconds, how long it has been running. */
	during<T>(text: string, work: () => Promise<T>): Promise<T>;
}

const repeatAfterMs = 5_000;

/** Progress on stderr, so that stdout stays for results. */
export function stderrProgress(prefix = ''): Progress {
	const say = (text: string) => void process.stderr.write(`${prefix}${text}\n`);
	return {
		say,
		async during(text, work) {
			const startedAt = Date.now();
			const elapsed = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
			say(`${text} ...`);
			const timer = setInterval(
				() => say(`  still ${lowerFirst(text)} (${elapsed()})`),
				repeatAfterMs,
			);
			try {
				const result = await work();
				const tookMs = Date.now() - startedAt;
				if (tookMs >= repeatAfterMs) say(`  done in ${elapsed()}`);
				return result;
			} finally {
				clearInterval(timer);
			}
		},
	};
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}

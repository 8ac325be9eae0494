/** Values given on a command line, by name. */
export interface Flags {
	[name: string]: string[];
}

/** A simulator that runs: what to print about it and how to stop it. */
export interface Running {
	description: Record<string, unknown>;
	close(): Promise<void>;
}

/** `--name value`, `--name=value` and `--switch`, each as a list of its values. */
export function parseFlags(args: string[], switches: string[], known: string[]): Flags {
	const flags: Flags = {};
	for (let index = 0; index < args.length; index++) {
		const found = /^--([a-z-]+)(?:=(.*))?$/.exec(args[index]);
		if (!found) throw new Error(`"${args[index]}" is not understood`);
		const [, name, inline] = found;
		const value = inline ?? (switches.includes(name) ? '' : args[++index]);
		if (value === undefined) throw new Error(`--${name} needs a value`);
		if (!known.includes(name)) throw new Error(`--${name} is not known`);
		(flags[name] ??= []).push(value);
	}
	return flags;
}

export function numberFlag(flags: Flags, name: string): number | undefined {
	const text = flags[name]?.at(-1);
	if (text === undefined) return undefined;
	const value = Number(text);
	if (!Number.isInteger(value) || value < 0) throw new Error(`--${name} must be a number`);
	return value;
}

/** One of a few words. Throws for any other. */
export function choiceFlag<Word extends string>(
	flags: Flags,
	name: string,
	words: readonly Word[],
) {
	const given = flags[name]?.at(-1);
	const known = words.find((word) => word === given);
	if (given !== undefined && known === undefined) {
		throw new Error(`--${name} must be one of ${words.join(', ')}`);
	}
	return known;
}

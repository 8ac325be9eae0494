/** Date and time of a zone as the PBX writes them: `YYYY-MM-DD HH:mm:ss`. */
export function localTime(zone: string, ms: number): string {
	// Swedish writes dates as ISO 8601 does.
	return new Date(ms).toLocaleString('sv-SE', { timeZone: zone });
}

/** `YYYY-MM-DD`, as the key of the day needs it. */
export const localDate = (zone: string, ms: number) => localTime(zone, ms).slice(0, 10);
